# Nothing is wrong: the task that opens the gate is another than the one that closed it.
import asyncio


async def opener(gate):
    await asyncio.sleep(0.1)
    gate.release()


async def main():
    gate = asyncio.Lock()
    await gate.acquire()
    opening = asyncio.create_task(opener(gate), name="opener")
    async with gate:
        print("the gate is open")
    await opening


asyncio.run(main())
