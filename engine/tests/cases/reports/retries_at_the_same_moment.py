# Line 33: all callers wait equally long and come back at the same moment. Source: microsoft/typeagent-py#245.
import asyncio
from collections import Counter


class RateLimited(Exception):
    pass


class Api:
    def __init__(self, per_moment):
        self.free = self.per_moment = per_moment
        self.arrivals = Counter()

    async def call(self, number):
        now = round(asyncio.get_running_loop().time() - self.began, 1)
        self.arrivals[now] += 1
        if self.free == 0:
            raise RateLimited(429)
        self.free -= 1
        await asyncio.sleep(0.05)
        self.free += 1
        return number


async def with_retries(api, number, retries=4):
    for attempt in range(retries + 1):
        try:
            return await api.call(number)
        except RateLimited:
            if attempt == retries:
                return None
            await asyncio.sleep(0.1 * 2 ** attempt)


async def main():
    api = Api(per_moment=2)
    api.began = asyncio.get_running_loop().time()
    results = await asyncio.gather(*(with_retries(api, n) for n in range(12)))
    print("arrivals:", dict(sorted(api.arrivals.items())))
    print("given up:", results.count(None), "of", len(results))


asyncio.run(main())
