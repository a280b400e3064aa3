# Nothing is wrong: both tasks take the locks in the same order.
import asyncio


async def transfer(name, first, second):
    async with first:
        await asyncio.sleep(0.01)
        async with second:
            print(name, "is done")


async def main():
    savings, giro = asyncio.Lock(), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(transfer("in", savings, giro), name="in")
        group.create_task(transfer("out", savings, giro), name="out")


asyncio.run(main())
