# Line 7: the coroutine awaits nothing, so the others wait until it is done.
import asyncio
import time


async def compress(name):
    time.sleep(0.03)
    return name + ".gz"


async def main():
    print(await asyncio.gather(*(compress(name) for name in "abcd")))


asyncio.run(main())
