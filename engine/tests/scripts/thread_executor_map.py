"""A pool in a thread, with the loop, and where its results block the loop."""
import asyncio, time
from concurrent.futures import ThreadPoolExecutor, FIRST_COMPLETED, as_completed, wait

began = time.monotonic()

def now():
    return round(time.monotonic() - began, 2)

def slow(n):
    time.sleep(n / 10)
    return n * n

def driver():
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(slow, n) for n in (3, 1, 2)]
        print([future.result() for future in futures], now())
        futures = [pool.submit(slow, n) for n in (5, 2)]
        done, left = wait(futures, return_when=FIRST_COMPLETED)
        print(sorted(future.result() for future in done), len(left), now())
    print("closed at", now())
    try:
        pool.submit(slow, 1)
    except RuntimeError as error:
        print(error)

def blocking():
    with ThreadPoolExecutor(2) as pool:
        print(list(pool.map(slow, [3, 1, 2, 4])), now())
        futures = [pool.submit(slow, n) for n in (3, 1, 2)]
        print([future.result() for future in as_completed(futures)], now())

async def tick():
    while True:
        await asyncio.sleep(0.4)
        print("tick", now())

async def main():
    ticking = asyncio.create_task(tick())
    await asyncio.to_thread(driver)
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="jobs") as pool:
        jobs = [loop.run_in_executor(pool, slow, n) for n in (4, 3, 2, 1)]
        print(await asyncio.gather(*jobs), now())
    blocking()
    ticking.cancel()

asyncio.run(main())
