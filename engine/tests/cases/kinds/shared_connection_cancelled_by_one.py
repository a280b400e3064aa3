# Line 12: both callers await one task, and the timeout of the first cancels it.
import asyncio


async def connect():
    await asyncio.sleep(0.4)
    return "connection"


async def use(connecting, limit):
    async with asyncio.timeout(limit):
        return await connecting


async def main():
    connecting = asyncio.create_task(connect(), name="connect")
    quick = asyncio.create_task(use(connecting, 0.1), name="quick")
    slow = asyncio.create_task(use(connecting, 1), name="slow")
    for result in await asyncio.gather(quick, slow, return_exceptions=True):
        print(type(result).__name__)


asyncio.run(main())
