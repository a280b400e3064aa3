"""A call that has begun can't be cancelled; one that waits for a worker can."""
import asyncio, time
from concurrent.futures import ThreadPoolExecutor

def work(name):
    print(name, "begins")
    time.sleep(0.5)
    print(name, "ends")

async def main():
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(1)
    running = loop.run_in_executor(pool, work, "running")
    queued = loop.run_in_executor(pool, work, "queued")
    last = loop.run_in_executor(pool, work, "last")
    await asyncio.sleep(0.1)
    print(running.cancel(), queued.cancel())
    await asyncio.sleep(0)
    print(running.cancelled(), queued.cancelled())
    for future in (running, queued):
        try:
            await future
        except asyncio.CancelledError:
            print("cancelled")
    await last
    first, second = pool.submit(work, "third"), pool.submit(work, "fourth")
    await asyncio.sleep(0.1)
    print(first.cancel(), first.running(), second.cancel(), second.cancelled(), second.done())
    pool.shutdown()
    print(first.done(), first.result())

asyncio.run(main())
