"""The end is announced after the time that all items usually take."""

import asyncio

END = None


async def put(queue, number):
    await asyncio.sleep(number / 100)
    await queue.put(number)


async def consume(queue):
    got = []
    while (item := await queue.get()) is not END:
        got.append(item)
    print("got", sorted(got))


async def main():
    queue = asyncio.Queue()
    consumer = asyncio.create_task(consume(queue))
    producers = [asyncio.create_task(put(queue, number)) for number in (1, 2, 3)]
    await asyncio.sleep(0.05)
    await queue.put(END)
    await consumer
    await asyncio.gather(*producers)


asyncio.run(main())
