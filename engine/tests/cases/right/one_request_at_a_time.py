# Nothing is wrong: a semaphore with one permit is a limit on purpose.
import asyncio


async def request(n, permit):
    async with permit:
        await asyncio.sleep(0.1)
    return n


async def main():
    permit = asyncio.Semaphore(1)
    print(await asyncio.gather(*(request(n, permit) for n in range(4))))


asyncio.run(main())
