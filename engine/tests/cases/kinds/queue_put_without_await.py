# Line 7: put is a coroutine; without await nothing is put.
import asyncio


async def worker(queue):
    await asyncio.sleep(0.05)
    queue.put("done")


async def main():
    queue = asyncio.Queue()
    await asyncio.create_task(worker(queue), name="worker")
    print("items:", queue.qsize())


asyncio.run(main())
