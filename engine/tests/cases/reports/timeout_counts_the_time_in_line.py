# Line 14: the limit includes the wait for the semaphore. Source: aio-libs/aiohttp#1463.
import asyncio


async def fetch(limit, number):
    async with limit:
        await asyncio.sleep(0.1)
        return f"page {number}"


async def main():
    limit = asyncio.Semaphore(1)
    tasks = [
        asyncio.create_task(asyncio.wait_for(fetch(limit, n), timeout=0.35), name=f"page-{n}")
        for n in range(6)
    ]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for number, result in enumerate(results):
        print(number, result if isinstance(result, str) else type(result).__name__)


asyncio.run(main())
