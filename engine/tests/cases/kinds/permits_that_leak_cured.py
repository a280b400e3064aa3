# Nothing is wrong: async with gives the permit back in every case.
import asyncio


async def visit(url, permits):
    async with permits:
        await asyncio.sleep(0.05)
        if "missing" in url:
            return None
        return url


async def main():
    permits = asyncio.Semaphore(3)
    urls = ("a", "missing 1", "b", "missing 2", "c")
    print(await asyncio.gather(*(visit(url, permits) for url in urls)))


asyncio.run(main())
