"""Streams and operators on them."""

import asyncio

from aiostream import pipe, stream


async def slowly(x):
    await asyncio.sleep(1 / x)
    return x


async def main():
    xs = stream.count(interval=0.1) | pipe.skip(2) | pipe.take(5) | pipe.filter(lambda x: x % 2)
    ys = xs | pipe.accumulate()
    async with ys.stream() as streamer:
        async for y in streamer:
            print("so far", y)
    print(await stream.list(stream.merge(stream.just(1), stream.just(2))))
    print(await (stream.range(6) | pipe.chunks(4) | pipe.list()))
    zs = stream.iterate([1, 2, 3]) | pipe.map(slowly, ordered=False, task_limit=3) | pipe.list()
    print(await zs)


asyncio.run(main())
