# Line 8: the queue takes two items, and the only consumer comes after the loop.
import asyncio


async def main():
    queue = asyncio.Queue(maxsize=2)
    for n in range(3):
        await queue.put(n)
    while not queue.empty():
        print("took", await queue.get())


asyncio.run(main())
