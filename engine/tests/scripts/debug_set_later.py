"""set_debug in a running loop takes effect with its next callback."""
import asyncio
import sys

async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug(), sys.get_coroutine_origin_tracking_depth())
    loop.set_debug(True)
    await asyncio.sleep(0)
    print(loop.get_debug(), sys.get_coroutine_origin_tracking_depth())
    loop.set_debug(False)
    await asyncio.sleep(0)
    print(loop.get_debug(), sys.get_coroutine_origin_tracking_depth())

asyncio.run(main())
