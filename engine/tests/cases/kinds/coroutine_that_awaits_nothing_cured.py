# Nothing is wrong: a thread compresses.
import asyncio
import time


def compress(name):
    time.sleep(0.03)
    return name + ".gz"


async def main():
    print(await asyncio.gather(*(asyncio.to_thread(compress, name) for name in "abcd")))


asyncio.run(main())
