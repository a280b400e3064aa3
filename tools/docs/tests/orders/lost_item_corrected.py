"""A worker that is cancelled takes along what it has taken from the queue."""

import asyncio

done = []


async def work(queue):
    item = await asyncio.wait_for(queue.get(), 0.1)
    try:
        await asyncio.sleep(0.01)
        done.append(item)
    except asyncio.CancelledError:
        queue.put_nowait(item)
        raise


async def main():
    queue = asyncio.Queue()
    worker = asyncio.create_task(work(queue), name="worker")
    await asyncio.sleep(0.005)
    await queue.put("letter")
    await asyncio.gather(worker, return_exceptions=True)
    print("lost:", 1 - len(done) - queue.qsize())


asyncio.run(main())
