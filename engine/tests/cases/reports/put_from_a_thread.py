# Line 10: a thread puts into a queue of the loop, which is not thread-safe. Source: python/cpython#97970.
import asyncio
import threading
import time


def sensor(queue):
    for value in (20.5, 20.7):
        time.sleep(0.1)
        queue.put_nowait(value)


async def main():
    queue = asyncio.Queue()
    thread = threading.Thread(target=sensor, args=(queue,), daemon=True)
    thread.start()
    while True:
        print("temperature", await queue.get())


asyncio.run(main())
