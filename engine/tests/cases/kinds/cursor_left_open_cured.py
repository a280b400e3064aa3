# Nothing is wrong: aclosing closes the generator at the end of the block.
import asyncio
from contextlib import aclosing


async def rows():
    try:
        for n in range(10):
            await asyncio.sleep(0.01)
            yield n
    finally:
        await asyncio.sleep(0.05)
        print("cursor closed")


async def first_even():
    async with aclosing(rows()) as all_rows:
        async for row in all_rows:
            if row % 2 == 0:
                return row


async def main():
    print("first:", await first_even())
    await asyncio.sleep(0.2)


asyncio.run(main())
