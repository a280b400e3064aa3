"""Timeouts as before asyncio.timeout."""

import asyncio

import async_timeout


async def main():
    try:
        async with async_timeout.timeout(1) as limit:
            print(limit.expired)
            await asyncio.sleep(2)
    except asyncio.TimeoutError:
        print("too late")
    async with async_timeout.timeout(None):
        await asyncio.sleep(1)
    print("done")


asyncio.run(main())
