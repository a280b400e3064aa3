# Line 11: callers that come before the first has its value compute it again. Source: aio-libs/aiocache#516.
import asyncio
import functools


def cached(function):
    values = {}

    @functools.wraps(function)
    async def wrapper(key):
        if key not in values:
            values[key] = await function(key)
        return values[key]

    wrapper.values = values
    return wrapper


calls = 0


@cached
async def profile(user):
    global calls
    calls += 1
    await asyncio.sleep(0.2)
    return {"user": user, "call": calls}


async def main():
    results = await asyncio.gather(*(profile("ann") for _ in range(5)))
    print("asked 5 times, computed", calls)
    print(sorted({result["call"] for result in results}))
    await profile("ann")
    print("later:", calls)


asyncio.run(main())
