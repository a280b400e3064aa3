# Nothing is wrong: join waits until every item was handled, and the worker is cancelled then.
import asyncio


async def worker(jobs, done):
    while True:
        job = await jobs.get()
        await asyncio.sleep(0.1)
        done.append(job)
        jobs.task_done()


async def main():
    jobs, done = asyncio.Queue(maxsize=9), []
    working = asyncio.create_task(worker(jobs, done), name="worker")
    for job in ("a", "b", "c"):
        await jobs.put(job)
        await asyncio.sleep(0.08)
    await jobs.join()
    working.cancel()
    await asyncio.wait([working])
    print("done:", done, "left:", jobs.qsize())


asyncio.run(main())
