"""Makes a million tasks."""

import asyncio


async def sleeps():
    await asyncio.sleep(3600)


async def main():
    print("begun")
    await asyncio.gather(*(sleeps() for _ in range(1_000_000)))


asyncio.run(main())
