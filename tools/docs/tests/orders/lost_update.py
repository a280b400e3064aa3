"""Two tasks add to a counter, with a wait between reading and writing."""

import asyncio

counter = 0


async def save(value):
    global counter
    await asyncio.sleep(0.005)
    counter = value


async def add(start):
    await asyncio.sleep(start)
    await save(counter + 1)


async def main():
    await asyncio.gather(add(0), add(0.02))
    print("the counter says", counter)


asyncio.run(main())
