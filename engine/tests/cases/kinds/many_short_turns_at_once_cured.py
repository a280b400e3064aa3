# Nothing is wrong: they do not all come at once.
import asyncio
import time


async def parse(number):
    await asyncio.sleep(0.1 + 0.02 * number)
    time.sleep(0.006)
    return number


async def ticker():
    for _ in range(20):
        await asyncio.sleep(0.03)


async def main():
    ticking = asyncio.create_task(ticker(), name="ticker")
    await asyncio.gather(*(parse(n) for n in range(60)))
    await ticking


asyncio.run(main())
