"""A full queue makes its producer wait."""
import asyncio

async def producer(queue):
    for n in range(4):
        await queue.put(n)
        print("put", n, queue.qsize(), queue.full())

async def main():
    queue = asyncio.Queue(maxsize=2)
    task = asyncio.create_task(producer(queue))
    for _ in range(4):
        await asyncio.sleep(1)
        print("got", await queue.get())
    await task
    print(queue.empty(), queue.maxsize)

asyncio.run(main())
