# Look at the table, then at the bars: together, waits overlap, but computations still run one after the other.
#
# Each job computes for a while, which blocks, and waits for a while. The larger the share of waiting, the more
# async gains; for pure computation it gains nothing.
import asyncio
import time

JOBS, WORK = 4, 0.2


async def job(computing, waiting):
    time.sleep(computing)  # simulates computing: no other task runs meanwhile
    await asyncio.sleep(waiting)


async def timed(coroutine):
    began = time.perf_counter()
    await coroutine
    return time.perf_counter() - began


async def one_by_one(computing, waiting):
    for _ in range(JOBS):
        await job(computing, waiting)


async def together(computing, waiting):
    jobs = [asyncio.create_task(job(computing, waiting)) for _ in range(JOBS)]
    await asyncio.gather(*jobs)


async def main():
    print("waiting  one by one  together  gain")
    for percent in (0, 50, 90, 100):
        waiting = WORK * percent / 100
        alone = await timed(one_by_one(WORK - waiting, waiting))
        all_at_once = await timed(together(WORK - waiting, waiting))
        print(f"{percent:5} %  {alone:8.2f} s  {all_at_once:6.2f} s  {alone / all_at_once:.1f} ×")


asyncio.run(main())
