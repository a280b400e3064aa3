"""Caches with limits."""

import asyncio

from cachetools import LFUCache, LRUCache, TTLCache, cached
from cachetools.keys import hashkey


@cached(LRUCache(maxsize=2))
def square(n):
    print("computes", n)
    return n * n


async def main():
    print(square(1), square(2), square(1), square(3), square(2))
    now = asyncio.get_running_loop().time
    cache = TTLCache(maxsize=10, ttl=5, timer=now)
    cache["a"] = 1
    await asyncio.sleep(3)
    cache["b"] = 2
    await asyncio.sleep(3)
    print(sorted(cache), cache.get("a"), hashkey(1, x=2) == hashkey(1, x=2))
    least = LFUCache(2)
    least[1], least[2] = "one", "two"
    least[1]
    least[3] = "three"
    print(sorted(least), least.currsize)


asyncio.run(main())
