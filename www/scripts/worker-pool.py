# Look at the three workers: the next free worker takes the next job, so the long job does not delay the others.
#
# The workers never end by themselves. queue.join waits until task_done was called for each job; then the workers
# are cancelled.
import asyncio

JOBS = {"resize": 0.3, "film": 1.2, "mail": 0.1, "backup": 0.5, "report": 0.4, "index": 0.2}


async def work(name, queue):
    while True:
        job = await queue.get()
        try:
            await asyncio.sleep(JOBS[job])
            print(f"{name} did {job}")
        finally:
            queue.task_done()


async def main():
    queue = asyncio.Queue()
    for job in JOBS:
        queue.put_nowait(job)

    names = ("worker 1", "worker 2", "worker 3")
    workers = [asyncio.create_task(work(name, queue), name=name) for name in names]
    await queue.join()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)

    print(f"{sum(JOBS.values()):.1f} s of work, done by three")


asyncio.run(main())
