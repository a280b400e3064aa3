# Nothing is wrong: a consumer takes the items meanwhile.
import asyncio


async def consumer(queue):
    for _ in range(3):
        print("took", await queue.get())


async def main():
    queue = asyncio.Queue(maxsize=2)
    consuming = asyncio.create_task(consumer(queue), name="consumer")
    for n in range(3):
        await queue.put(n)
    await consuming


asyncio.run(main())
