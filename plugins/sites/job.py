# The program whose recording the sites show.

import asyncio


async def worker(queue):
    while (item := await queue.get()) is not None:
        await asyncio.sleep(item / 10)


async def main():
    queue = asyncio.Queue(maxsize=1)
    task = asyncio.create_task(worker(queue), name="worker")
    for item in (1, 2, 1, None):
        await queue.put(item)
    await task


asyncio.run(main())
