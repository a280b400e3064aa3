"""Waits in the loop."""

import asyncio


async def main():
    print("begun")
    await asyncio.sleep(3600)


asyncio.run(main())
