# Nothing is wrong: the request comes first.
import asyncio

rates = {}


async def request(name):
    await asyncio.sleep(0.3)
    return len(name)


async def update(name, lock):
    rate = await request(name)
    async with lock:
        rates[name] = rate


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for name in ("EUR", "USD", "CHF", "GBP", "JPY"):
            group.create_task(update(name, lock), name=name)
    print(len(rates), "rates")


asyncio.run(main())
