"""Two tasks add to a counter, with a wait between reading and writing."""

import asyncio

counter = 0


async def save(value):
    global counter
    await asyncio.sleep(0.005)
    counter = value


async def add(start, lock):
    await asyncio.sleep(start)
    async with lock:
        await save(counter + 1)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(add(0, lock), add(0.02, lock))
    print("the counter says", counter)


asyncio.run(main())
