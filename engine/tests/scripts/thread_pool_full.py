"""A call waits for a free worker, in its turn."""
import asyncio, time
from concurrent.futures import ThreadPoolExecutor

def work(name, seconds):
    print(name, "begins at", round(time.monotonic() - began, 2))
    time.sleep(seconds)
    print(name, "ends at", round(time.monotonic() - began, 2))
    return name

async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=2) as pool:
        calls = [("a", 0.5), ("b", 0.3), ("c", 0.1), ("d", 0.35), ("e", 0.2)]
        print(await asyncio.gather(*(loop.run_in_executor(pool, work, *call) for call in calls)))

began = time.monotonic()
asyncio.run(main())
