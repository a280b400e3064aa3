"""Threads wait for each other with conditions, semaphores and barriers."""
import asyncio, threading, time

ready = threading.Condition()
permits = threading.BoundedSemaphore(2)
stock = []

def now():
    return round(time.monotonic() - began, 2)

def consume(name):
    with ready:
        while not stock:
            ready.wait()
        print(name, "took", stock.pop(0), now())

def wait_for_three():
    with ready:
        print("three:", ready.wait_for(lambda: len(stock) >= 3, timeout=0.5), now())
        print("woken:", ready.wait(0.1), now())

def produce():
    for n in range(2):
        time.sleep(0.15)
        with ready:
            stock.append(n)
            ready.notify_all()

def limited(name):
    with permits:
        time.sleep(0.21)
        print(name, "had a permit", now())

async def main():
    await asyncio.gather(
        asyncio.to_thread(consume, "a"), asyncio.to_thread(wait_for_three), asyncio.to_thread(produce))
    print(stock)
    await asyncio.gather(*(asyncio.to_thread(limited, n) for n in range(5)))

began = time.monotonic()
asyncio.run(main())
