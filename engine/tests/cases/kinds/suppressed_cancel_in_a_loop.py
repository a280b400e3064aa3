# Line 8: the loop suppresses its own cancellation and goes on.
import asyncio
import contextlib


async def poll():
    for _ in range(5):
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0.1)
            print("polled")


async def main():
    polling = asyncio.create_task(poll(), name="poll")
    await asyncio.sleep(0.15)
    polling.cancel()
    await asyncio.wait([polling])


asyncio.run(main())
