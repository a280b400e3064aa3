# Line 15: one worker takes all jobs, so the short ones wait behind the long one.
import asyncio


async def worker(jobs):
    while (job := await jobs.get()) is not None:
        await asyncio.sleep(job)


async def main():
    jobs = asyncio.Queue(maxsize=10)
    for seconds in (0.02, 1.0, 0.02, 0.03, 0.02, 0.02):
        jobs.put_nowait(seconds)
    jobs.put_nowait(None)
    await asyncio.create_task(worker(jobs), name="worker")


asyncio.run(main())
