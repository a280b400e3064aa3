"""An event is cleared before the one who waits for it has come."""

import asyncio


async def wait(event):
    await asyncio.sleep(0.005)
    await event.wait()
    print("came through")


async def main():
    event = asyncio.Event()
    waiter = asyncio.create_task(wait(event), name="waiter")
    await asyncio.sleep(0.01)
    event.set()
    await waiter


asyncio.run(main())
