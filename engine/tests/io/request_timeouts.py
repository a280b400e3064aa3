# A limit of the session's, of a request's, and of asyncio's.
import asyncio
import aiohttp


async def main():
    limit = aiohttp.ClientTimeout(total=0.5)
    async with aiohttp.ClientSession(timeout=limit) as session:
        try:
            await session.get("slow")
        except asyncio.TimeoutError:
            print("the session's limit")
        async with session.get("docs/lock.txt") as response:
            print(response.status)
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get("slow", timeout=aiohttp.ClientTimeout(total=0.3)):
                print("never printed")
        except TimeoutError:
            print("the request's limit")
        try:
            async with asyncio.timeout(0.2):
                await session.get("slow")
        except TimeoutError:
            print("asyncio's limit")
    print(aiohttp.ClientTimeout(total=5).total, aiohttp.ClientTimeout().total)


asyncio.run(main())
