"""call_soon, call_later and call_at in their turns."""
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(2, print, "later 2")
    loop.call_at(loop.time() + 1, print, "at 1")
    loop.call_soon(print, "soon", 1)
    loop.call_soon(print, "soon", 2)
    print("main")
    await asyncio.sleep(3)

asyncio.run(main())
