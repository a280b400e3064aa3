"""A thread has a pool of its own."""
import asyncio, time
from concurrent.futures import ThreadPoolExecutor, wait

def work(seconds):
    time.sleep(seconds)
    return seconds

def spread():
    began = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(work, seconds) for seconds in (0.3, 0.1, 0.4)]
        print(jobs[0].result(), round(time.monotonic() - began, 1))
        print(len(wait(jobs).done), round(time.monotonic() - began, 1))
        pool.submit(work, 0.25)
    return round(time.monotonic() - began, 2)

async def main():
    spreading = asyncio.create_task(asyncio.to_thread(spread))
    await asyncio.sleep(0.35)
    print("loop")
    print(await spreading)

asyncio.run(main())
