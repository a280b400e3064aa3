"""One thread at a time holds a lock."""
import asyncio, threading, time

lock, many, began = threading.Lock(), threading.RLock(), time.monotonic()

def hold(name):
    with lock:
        print(name, "holds the lock at", round(time.monotonic() - began, 1))
        time.sleep(0.2)
    return name

def impatient():
    time.sleep(0.05)
    print("at once:", lock.acquire(blocking=False), lock.locked())
    print("within 0.1 s:", lock.acquire(timeout=0.1), round(time.monotonic() - began, 2))
    with many, many:
        time.sleep(0.1)

async def main():
    names = await asyncio.gather(*(asyncio.to_thread(hold, name) for name in "abc"), asyncio.to_thread(impatient))
    print(names)
    try:
        lock.release()
    except RuntimeError as error:
        print(error)

asyncio.run(main())
