"""A consumer takes a long pause for the end."""

import asyncio

END = None


async def consume(queue):
    got = 0
    while await queue.get() is not END:
        got += 1
    print("got", got)


async def main():
    queue = asyncio.Queue()
    consumer = asyncio.create_task(consume(queue))
    for number in range(3):
        await asyncio.sleep(0.01)
        await queue.put(number)
    await queue.put(END)
    await consumer


asyncio.run(main())
