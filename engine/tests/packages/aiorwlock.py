"""Readers share a lock, writers do not."""

import asyncio

import aiorwlock


async def main():
    lock = aiorwlock.RWLock()
    loop = asyncio.get_running_loop()
    began = loop.time()

    async def read(n):
        async with lock.reader:
            print("reader", n, "begins", round(loop.time() - began, 3))
            await asyncio.sleep(1)

    async def write():
        async with lock.writer:
            print("writer begins", round(loop.time() - began, 3))
            await asyncio.sleep(1)

    await asyncio.gather(read(1), read(2), write(), read(3))
    print(lock.reader.locked, lock.writer.locked)


asyncio.run(main())
