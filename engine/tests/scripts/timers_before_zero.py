"""Timers that were due before the loop began run by their time."""
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(-1, print, "second")
    cancelled = loop.call_later(-1.5, print, "never")
    loop.call_at(-2, print, "first")
    loop.call_at(loop.time() - 0.5, print, "third")
    loop.call_later(0, print, "fourth")
    cancelled.cancel()
    await asyncio.sleep(0.01)

asyncio.run(main())
