"""The end of asyncio.run waits for the threads of the default pool; a pool of one's own is shut by oneself."""
import asyncio, time
from concurrent.futures import ThreadPoolExecutor

def work(name, seconds):
    time.sleep(seconds)
    print(name, round(time.monotonic() - began, 1))

async def main():
    loop = asyncio.get_running_loop()
    loop.run_in_executor(None, work, "default", 0.5)
    loop.run_in_executor(own, work, "own", 0.9)
    loop.run_in_executor(own, work, "own, queued", 0.3)
    print("main ends")

async def late():
    loop = asyncio.get_running_loop()
    await loop.shutdown_default_executor()
    try:
        await asyncio.to_thread(print, "never")
    except RuntimeError as error:
        print(error)
    try:
        loop.set_default_executor(None)
    except TypeError as error:
        print(error)

own = ThreadPoolExecutor(1)
began = time.monotonic()
asyncio.run(main())
print("end of run", round(time.monotonic() - began, 1))
asyncio.run(late())
