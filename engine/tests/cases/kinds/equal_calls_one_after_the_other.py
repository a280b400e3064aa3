# Line 13: each call is awaited before the next one begins.
import asyncio


async def price(item):
    await asyncio.sleep(0.2)
    return len(item)


async def main():
    total = 0
    for item in ("tea", "bread", "jam", "milk"):
        total += await price(item)
    print(total)


asyncio.run(main())
