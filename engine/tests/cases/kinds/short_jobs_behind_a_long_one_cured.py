# Nothing is wrong: three workers take them.
import asyncio


async def worker(jobs):
    while (job := await jobs.get()) is not None:
        await asyncio.sleep(job)


async def main():
    jobs = asyncio.Queue(maxsize=10)
    for seconds in (0.02, 1.0, 0.02, 0.03, 0.02, 0.02):
        jobs.put_nowait(seconds)
    for _ in range(3):
        jobs.put_nowait(None)
    await asyncio.gather(*(asyncio.create_task(worker(jobs), name=f"worker {n}") for n in range(3)))


asyncio.run(main())
