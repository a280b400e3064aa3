"""A cache for the results of coroutines."""

import asyncio

from aiocache import Cache, cached

calls = []


@cached(ttl=10)
async def price(item):
    calls.append(item)
    await asyncio.sleep(1)
    return len(item)


async def main():
    print(await price("tea"), await price("tea"), await price("coffee"))
    print(calls)
    cache = Cache(Cache.MEMORY)
    await cache.set("a", 1)
    await cache.multi_set([("b", 2), ("c", 3)])
    print(await cache.multi_get(["a", "b", "c", "d"]), await cache.exists("a"))
    await cache.delete("a")
    print(await cache.get("a", default="gone"), await cache.increment("b", 5))


asyncio.run(main())
