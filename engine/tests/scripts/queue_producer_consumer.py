"""A producer and two consumers, each ended by its None."""
import asyncio

async def producer(queue):
    for n in range(5):
        await queue.put(n)
        await asyncio.sleep(1)
    for _ in range(2):
        await queue.put(None)

async def consumer(name, queue):
    while (item := await queue.get()) is not None:
        print(name, item, asyncio.get_running_loop().time())
        await asyncio.sleep(1.5)
    print(name, "ends")

async def main():
    queue = asyncio.Queue()
    await asyncio.gather(producer(queue), consumer("a", queue), consumer("b", queue))

asyncio.run(main())
