"""Cancelling gather cancels its children."""
import asyncio

async def child(n):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("child", n, "cancelled")
        raise

async def main():
    together = asyncio.gather(child(1), child(2))
    await asyncio.sleep(1)
    print(together.cancel("stop"))
    try:
        await together
    except asyncio.CancelledError as error:
        print("gather cancelled", error.args)

asyncio.run(main())
