# Nothing is wrong: two loops, one after the other, each with objects of its own.
import asyncio


async def produce(queue):
    for n in range(3):
        await asyncio.sleep(0.02)
        await queue.put(n)


async def main(name):
    queue = asyncio.Queue(maxsize=1)
    producing = asyncio.create_task(produce(queue), name="producer")
    print(name, [await queue.get() for _ in range(3)])
    await producing


asyncio.run(main("first"))
asyncio.run(main("second"))
