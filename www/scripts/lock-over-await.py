# Look at the long waits for the lock: its holder keeps it while it waits for something slow.
#
# A mistake. A lock that is held during a slow await makes all other tasks wait for it, too. Wait first, and
# acquire the lock only to change shared data.
import asyncio

prices = {}


async def fetch(name):
    await asyncio.sleep(0.4)
    return len(name)


async def slow(name, lock):
    async with lock:
        prices[name] = await fetch(name)


async def quick(name, lock):
    price = await fetch(name)
    async with lock:
        prices[name] = price


async def main():
    loop = asyncio.get_running_loop()
    for update in (slow, quick):
        began = loop.time()
        lock = asyncio.Lock()
        names = ("tea", "bread", "coffee", "jam")
        await asyncio.gather(
            *[asyncio.create_task(update(name, lock), name=f"{name}, {update.__name__}") for name in names])
        print(f"{update.__name__}: {len(prices)} prices after {loop.time() - began:.1f} s")


asyncio.run(main())
