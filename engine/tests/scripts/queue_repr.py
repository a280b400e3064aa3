"""The texts of a queue."""
import asyncio
import re

async def main():
    queue = asyncio.Queue(2)
    print(queue)
    queue.put_nowait(1)
    print(queue, list(queue._queue), queue._unfinished_tasks)
    queue.put_nowait(2)
    putter = asyncio.create_task(queue.put(3))
    empty = asyncio.PriorityQueue()
    getters = [asyncio.create_task(empty.get()) for _ in range(2)]
    await asyncio.sleep(0)
    print(queue, empty)
    print(re.sub(r"0x[0-9a-f]+", "0x", repr(queue)))
    putter.cancel()
    for getter in getters:
        getter.cancel()
    await asyncio.sleep(0)
    print(queue, empty)

asyncio.run(main())
