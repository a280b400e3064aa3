# Line 14: the loop asks in every turn whether the worker has ended.
import asyncio


async def work(queue):
    for n in range(400):
        queue.put_nowait(n)
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue(maxsize=400)
    worker = asyncio.create_task(work(queue), name="worker")
    while not worker.done():
        await asyncio.sleep(0)
    print(queue.qsize(), "items")


asyncio.run(main())
