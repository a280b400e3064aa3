"""The default pool can be replaced: then a call may wait behind others."""
import asyncio, time
from concurrent.futures import ThreadPoolExecutor

def long_job(number):
    time.sleep(0.4)
    return number

async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=4))
    began = time.monotonic()
    jobs = [asyncio.create_task(asyncio.to_thread(long_job, n)) for n in range(8)]
    await asyncio.sleep(0.05)
    print(await asyncio.to_thread(lambda: "lease renewed"))
    print("late" if time.monotonic() - began > 0.6 else "prompt")
    print(sum(await asyncio.gather(*jobs)))

asyncio.run(main())
