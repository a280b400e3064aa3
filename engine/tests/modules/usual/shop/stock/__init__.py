import asyncio

from .. import stock as itself

LEVEL = 3


async def take(item):
    await asyncio.sleep(0)
    return f"one {item} of {itself.LEVEL}"
