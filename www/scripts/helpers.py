# Look at the pauses of each download: they double, and the limit of two at a time holds through them.
#
# Two small helpers to reuse: one retries after a failure, the other limits concurrency. Both take any coroutine
# function, so they can be combined.
import asyncio
from collections import Counter

tries = Counter()


async def retry(job, *args, times=4, pause=0.1):
    for _ in range(times - 1):
        try:
            return await job(*args)
        except ConnectionError as error:
            print(f"{error}: again in {pause:.1f} s")
            await asyncio.sleep(pause)
            pause *= 2
    return await job(*args)


async def map_bounded(job, items, most):
    permits = asyncio.Semaphore(most)

    async def one(item):
        async with permits:
            return await job(item)

    return await asyncio.gather(*[asyncio.create_task(one(item), name=item) for item in items])


async def download(name):
    await asyncio.sleep(0.1)
    tries[name] += 1
    if tries[name] < len(name):
        raise ConnectionError(f"{name} failed")
    return f"{name} arrived at try {tries[name]}"


async def main():
    names = ["a", "bb", "ccc", "dd"]
    print(await map_bounded(lambda name: retry(download, name), names, most=2))


asyncio.run(main())
