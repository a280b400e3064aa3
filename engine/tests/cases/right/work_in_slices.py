# Nothing is wrong: the work gives back its turn after each short slice.
import asyncio
import time


async def compute():
    for _ in range(30):
        time.sleep(0.004)
        await asyncio.sleep(0)


async def ticker():
    for _ in range(10):
        await asyncio.sleep(0.02)


async def main():
    await asyncio.gather(compute(), ticker())


asyncio.run(main())
