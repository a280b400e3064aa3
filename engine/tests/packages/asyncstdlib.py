"""The library for asynchronous iterables."""

import asyncio

import asyncstdlib as a


async def letters():
    for letter in "abcd":
        await asyncio.sleep(0.1)
        yield letter


@a.lru_cache
async def slow(n):
    print("computes", n)
    return n + 1


async def main():
    async for n, letter in a.enumerate(letters()):
        print(n, letter)
    print(await a.list(a.map(str.upper, letters())), await a.any(a.map(lambda x: x == "c", letters())))
    print(await a.max(letters()), await a.sorted(letters(), reverse=True))
    print(await slow(1), await slow(1), slow.cache_info().hits)
    async with a.scoped_iter(letters()) as it:
        print(await a.anext(it), [x async for x in a.islice(it, 2)])
    first, second = a.tee(letters(), n=2)
    print(await a.list(a.zip(first, a.cycle("xy"))), await a.reduce(lambda x, y: x + y, second))


asyncio.run(main())
