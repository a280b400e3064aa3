"""functools.lru_cache for coroutines."""

import asyncio

from async_lru import alru_cache

calls = []


@alru_cache(maxsize=2)
async def square(n):
    calls.append(n)
    await asyncio.sleep(0.1)
    return n * n


async def main():
    print(await asyncio.gather(square(2), square(2), square(3)))
    print(await square(4), await square(2), calls)
    print(square.cache_info())
    await square.cache_close()


asyncio.run(main())
