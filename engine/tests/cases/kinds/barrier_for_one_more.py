# Line 13: the barrier is for three, and only two come.
import asyncio


async def player(name, barrier):
    await asyncio.sleep(0.02)
    print(name, "is at the start")
    await barrier.wait()
    print(name, "runs")


async def main():
    barrier = asyncio.Barrier(3)
    async with asyncio.TaskGroup() as group:
        for name in ("ada", "bob"):
            group.create_task(player(name, barrier), name=name)


asyncio.run(main())
