"""A pool's initializer runs first in each worker; where it fails, the pool is broken."""
import asyncio, logging, threading, time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor

logging.disable()

def prepare(word):
    time.sleep(0.1)
    if word == "bad":
        raise ValueError(word)
    print("prepared", word, threading.current_thread().name)

def work():
    time.sleep(0.2)
    return round(time.monotonic() - began, 1)

async def main():
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(2, "good", prepare, ("well",))
    print(await asyncio.gather(*(loop.run_in_executor(pool, work) for _ in range(3))))
    pool = ThreadPoolExecutor(1, "bad", prepare, ("bad",))
    for result in await asyncio.gather(*(loop.run_in_executor(pool, work) for _ in range(2)), return_exceptions=True):
        print(type(result).__name__, isinstance(result, BrokenExecutor))
    try:
        pool.submit(work)
    except BrokenExecutor as error:
        print(error)

began = time.monotonic()
asyncio.run(main())
