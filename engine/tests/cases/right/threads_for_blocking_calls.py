# Nothing is wrong: blocking calls run in threads, under a timeout that is long enough.
import asyncio
import time


def read(n):
    time.sleep(0.1 * n)
    return n


async def main():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(2):
        values = await asyncio.gather(asyncio.to_thread(read, 3), asyncio.to_thread(read, 2), loop.run_in_executor(None, read, 1))
    print(values)


asyncio.run(main())
