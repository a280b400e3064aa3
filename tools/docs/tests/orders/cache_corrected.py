"""Two tasks ask a cache for the same document."""

import asyncio

import aiohttp

cache = {}
requests = 0


async def fetch(session, url):
    global requests
    requests += 1
    async with session.get(url) as response:
        return await response.text()


async def get(session, url, start):
    await asyncio.sleep(start)
    if url not in cache:
        cache[url] = asyncio.create_task(fetch(session, url))
    return await cache[url]


async def main():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:
        url = "docs/lock.txt"
        await asyncio.gather(get(session, url, 0), get(session, url, 0.05))
    print("requests:", requests)


asyncio.run(main())
