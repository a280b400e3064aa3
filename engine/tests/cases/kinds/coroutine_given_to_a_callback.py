# Line 10: the callback is a coroutine function; calling it makes a coroutine that nobody awaits.
import asyncio


async def refresh():
    print("refreshed")


async def main():
    asyncio.get_running_loop().call_later(0.1, refresh)
    await asyncio.sleep(0.3)
    print("main ends")


asyncio.run(main())
