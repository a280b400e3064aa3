"""Threads have names, and values of their own."""
import asyncio, threading, time
from concurrent.futures import ThreadPoolExecutor

own = threading.local()
own.value = "main"

def look(value):
    before = getattr(own, "value", None)
    own.value = value
    time.sleep(0.1)
    return threading.current_thread().name, before, own.value, threading.get_ident() != threading.main_thread().ident

async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.gather(*(asyncio.to_thread(look, n) for n in range(2))))
    pool = ThreadPoolExecutor(1, thread_name_prefix="pool")
    for n in range(2):
        print(await loop.run_in_executor(pool, look, n))
    print(threading.current_thread().name, own.value)

asyncio.run(main())
