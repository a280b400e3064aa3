"""itertools and builtins for asynchronous iterables."""

import asyncio

import aioitertools
from aioitertools import itertools
from aioitertools.asyncio import as_completed, gather


async def numbers(n):
    for number in range(n):
        await asyncio.sleep(0.1)
        yield number


async def double(n):
    await asyncio.sleep(1 - n / 10)
    return 2 * n


async def main():
    print([n async for n in aioitertools.map(lambda n: n * n, numbers(4))])
    print(await aioitertools.list(aioitertools.zip(numbers(3), "abc")), await aioitertools.sum(numbers(5)))
    print([n async for n in itertools.chain(numbers(2), [7, 8])])
    print([n async for n in itertools.islice(itertools.count(5), 3)])
    print([(key, list(group)) async for key, group in itertools.groupby(numbers(6), key=lambda n: n // 2)])
    print(await gather(*(double(n) for n in range(5)), limit=2))
    print([n async for n in as_completed([double(n) for n in range(3)])])


asyncio.run(main())
