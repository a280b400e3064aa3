# Line 12: the semaphore is held once around all requests, so all run at once.
import asyncio


async def request(n):
    await asyncio.sleep(0.1 + n / 100)
    return n


async def main():
    permits = asyncio.Semaphore(3)
    async with permits:
        print(sum(await asyncio.gather(*(request(n) for n in range(12)))))


asyncio.run(main())
