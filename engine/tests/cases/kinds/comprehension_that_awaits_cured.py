# Nothing is wrong: gather runs the calls together.
import asyncio


async def load(n):
    await asyncio.sleep(0.05 * (1 + n % 3))
    return n * n


async def main():
    print(await asyncio.gather(*(load(n) for n in range(6))))


asyncio.run(main())
