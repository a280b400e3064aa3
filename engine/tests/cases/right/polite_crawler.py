# Nothing is wrong: the pauses between requests are a limit to the rate.
import asyncio


async def fetch(page):
    await asyncio.sleep(0.03)
    return len(page)


async def main():
    total = 0
    for page in ("a", "bb", "ccc", "dddd"):
        total += await fetch(page)
        await asyncio.sleep(0.2)
    print(total)


asyncio.run(main())
