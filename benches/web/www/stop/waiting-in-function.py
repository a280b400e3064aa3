"""Waits in a loop inside of a function: with JSPI, its stack is suspended."""

import asyncio


async def wait():
    print("begun")
    await asyncio.sleep(3600)


def main():
    asyncio.run(wait())


main()
