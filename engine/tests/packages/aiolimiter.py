"""A leaky bucket: at most four requests in two seconds."""

import asyncio

from aiolimiter import AsyncLimiter


async def main():
    limiter = AsyncLimiter(4, 2)
    loop = asyncio.get_running_loop()
    began = loop.time()

    async def request(n):
        async with limiter:
            print(n, round(loop.time() - began, 3))

    await asyncio.gather(*(request(n) for n in range(8)))
    print(limiter.has_capacity(), limiter.max_rate, limiter.time_period)


asyncio.run(main())
