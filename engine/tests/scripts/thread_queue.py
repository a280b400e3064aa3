"""Threads hand things to each other by a queue."""
import asyncio, queue, time

def produce(items):
    for n in range(4):
        items.put(n)
        print("put", n)
        time.sleep(0.05)
    items.put(None)

def consume(items):
    time.sleep(0.12)
    while (item := items.get()) is not None:
        time.sleep(0.11)
        print("done with", item)
    try:
        items.get(timeout=0.5)
    except queue.Empty:
        print("empty")

async def main():
    items, began = queue.Queue(maxsize=2), time.monotonic()
    await asyncio.gather(asyncio.to_thread(produce, items), asyncio.to_thread(consume, items))
    print(round(time.monotonic() - began, 2))

asyncio.run(main())
