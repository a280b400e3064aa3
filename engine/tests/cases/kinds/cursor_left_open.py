# Line 16: return leaves the loop, so the finally of rows() runs later and in another task.
import asyncio


async def rows():
    try:
        for n in range(10):
            await asyncio.sleep(0.01)
            yield n
    finally:
        await asyncio.sleep(0.05)
        print("cursor closed")


async def first_even():
    async for row in rows():
        if row % 2 == 0:
            return row


async def main():
    print("first:", await first_even())
    await asyncio.sleep(0.2)


asyncio.run(main())
