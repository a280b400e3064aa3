# Line 11: the comprehension awaits each call before the next one begins.
import asyncio


async def load(n):
    await asyncio.sleep(0.05 * (1 + n % 3))
    return n * n


async def main():
    print([await load(n) for n in range(6)])


asyncio.run(main())
