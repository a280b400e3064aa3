# Line 22: all threads are busy, so this short call waits in line. Source: hatchet-dev/hatchet#4803.
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def long_job(number):
    time.sleep(0.4)
    return number


def renew_lease():
    return "lease renewed"


async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=4))
    began = time.monotonic()
    jobs = [asyncio.create_task(asyncio.to_thread(long_job, n)) for n in range(8)]
    await asyncio.sleep(0.05)
    print(await asyncio.to_thread(renew_lease))
    print("late" if time.monotonic() - began > 0.6 else "prompt")
    print(sum(await asyncio.gather(*jobs)))


asyncio.run(main())
