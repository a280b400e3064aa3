# Line 19: the worker is cancelled while it handles an item that it has taken from the queue.
import asyncio


async def worker(jobs, done):
    while True:
        job = await jobs.get()
        await asyncio.sleep(0.1)
        done.append(job)


async def main():
    jobs, done = asyncio.Queue(maxsize=9), []
    working = asyncio.create_task(worker(jobs, done), name="worker")
    for job in ("a", "b", "c"):
        await jobs.put(job)
        await asyncio.sleep(0.08)
    await asyncio.sleep(0.03)
    working.cancel()
    await asyncio.wait([working])
    print("done:", done, "left:", jobs.qsize())


asyncio.run(main())
