# Nothing is wrong: put is awaited.
import asyncio


async def worker(queue):
    await asyncio.sleep(0.05)
    await queue.put("done")


async def main():
    queue = asyncio.Queue()
    await asyncio.create_task(worker(queue), name="worker")
    print("items:", queue.qsize())


asyncio.run(main())
