# Nothing is wrong: each request takes a permit.
import asyncio


async def request(n, permits):
    async with permits:
        await asyncio.sleep(0.1 + n / 100)
        return n


async def main():
    permits = asyncio.Semaphore(3)
    print(sum(await asyncio.gather(*(request(n, permits) for n in range(12)))))


asyncio.run(main())
