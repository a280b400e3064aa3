"""To wait for a thread without await blocks the loop."""
import asyncio, time
from concurrent.futures import ThreadPoolExecutor

def work():
    time.sleep(0.5)
    return "done"

async def tick():
    while True:
        await asyncio.sleep(0.2)
        print("tick", round(time.monotonic() - began, 1))

async def main():
    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0.1)
    with ThreadPoolExecutor() as pool:
        print(pool.submit(work).result(), round(time.monotonic() - began, 1))
        await asyncio.sleep(0.3)
        asyncio.get_running_loop().run_in_executor(pool, work)
    print("the pool is over", round(time.monotonic() - began, 1))
    await asyncio.sleep(0.3)
    ticking.cancel()

began = time.monotonic()
asyncio.run(main())
