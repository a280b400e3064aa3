# Nothing is wrong: main awaits the worker.
import asyncio


async def work(queue):
    for n in range(400):
        queue.put_nowait(n)
        await asyncio.sleep(0)


async def main():
    queue = asyncio.Queue(maxsize=400)
    await asyncio.create_task(work(queue), name="worker")
    print(queue.qsize(), "items")


asyncio.run(main())
