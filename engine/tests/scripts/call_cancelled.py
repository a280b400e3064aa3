"""A cancelled handle never runs."""
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    soon = loop.call_soon(print, "never")
    later = loop.call_later(5, print, "never")
    soon.cancel()
    later.cancel()
    print(soon.cancelled(), later.cancelled(), later.when())
    await asyncio.sleep(1)
    print(loop.time())

asyncio.run(main())
