# Nothing is wrong: one caller loads while the others wait for the lock, and find the value then.
import asyncio

cache, loads = {}, 0


async def load(key):
    global loads
    loads += 1
    await asyncio.sleep(0.2)
    return key.upper()


async def cached(key, lock):
    async with lock:
        if key not in cache:
            cache[key] = await load(key)
    return cache[key]


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(cached("ann", lock) for _ in range(5)))
    print("loads:", loads)


asyncio.run(main())
