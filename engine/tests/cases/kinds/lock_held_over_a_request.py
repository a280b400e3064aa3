# Line 14: the lock is held during the request, so the requests come one after the other.
import asyncio

rates = {}


async def request(name):
    await asyncio.sleep(0.3)
    return len(name)


async def update(name, lock):
    async with lock:
        rates[name] = await request(name)


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for name in ("EUR", "USD", "CHF", "GBP", "JPY"):
            group.create_task(update(name, lock), name=name)
    print(len(rates), "rates")


asyncio.run(main())
