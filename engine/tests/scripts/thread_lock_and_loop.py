"""A lock that the loop and threads take, and a counter that threads count with and without it."""
import asyncio, threading, time

lock, total = threading.Lock(), 0
began = time.monotonic()

def count(with_lock):
    global total
    for _ in range(3):
        if with_lock:
            with lock:
                before = total
                time.sleep(0.01)
                total = before + 1
        else:
            before = total
            time.sleep(0.01)
            total = before + 1

def hold(seconds):
    lock.acquire()
    try:
        time.sleep(seconds)
    finally:
        lock.release()

async def main():
    global total
    await asyncio.gather(*(asyncio.to_thread(count, False) for _ in range(4)))
    print("without", total)
    total = 0
    await asyncio.gather(*(asyncio.to_thread(count, True) for _ in range(4)))
    print("with", total, round(time.monotonic() - began, 2))
    holding = asyncio.create_task(asyncio.to_thread(hold, 0.5))
    await asyncio.sleep(0.1)
    with lock:
        print("the loop was blocked until", round(time.monotonic() - began, 2))
    await holding
    print(threading.current_thread().name, threading.active_count() > 1, threading.main_thread() is threading.current_thread())

asyncio.run(main())
