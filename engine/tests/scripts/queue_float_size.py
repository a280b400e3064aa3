"""A queue's size may be a float; its inside can be read."""
import asyncio

async def main():
    queue = asyncio.Queue(maxsize=1.5)
    for item in "ab":
        queue.put_nowait(item)
        print(queue.full(), queue.qsize())
    print(list(queue._queue), queue._unfinished_tasks, queue.maxsize)

asyncio.run(main())
