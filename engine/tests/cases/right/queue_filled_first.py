# Nothing is wrong: the queue is filled at once, and worked off afterwards.
import asyncio


async def worker(jobs):
    done = 0
    while not jobs.empty():
        jobs.get_nowait()
        await asyncio.sleep(0.002)
        done += 1
    return done


async def main():
    jobs = asyncio.Queue()
    for n in range(300):
        jobs.put_nowait(n)
    print(sum(await asyncio.gather(worker(jobs), worker(jobs))))


asyncio.run(main())
