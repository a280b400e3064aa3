# Nothing is wrong: the workers are cancelled while they wait for more.
import asyncio


async def worker(jobs):
    while True:
        seconds = await jobs.get()
        await asyncio.sleep(seconds)
        jobs.task_done()


async def main():
    jobs = asyncio.Queue()
    for seconds in (0.1, 0.3, 0.2, 0.1):
        jobs.put_nowait(seconds)
    workers = [asyncio.create_task(worker(jobs), name=f"worker {n}") for n in range(2)]
    await jobs.join()
    for task in workers:
        task.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


asyncio.run(main())
