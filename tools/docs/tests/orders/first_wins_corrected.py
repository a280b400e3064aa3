"""Two mirrors race, and the loser has written before it is cancelled."""

import asyncio

import aiohttp

written = []


async def ask(session, mirror, delay):
    await asyncio.sleep(delay)
    async with session.get("docs/lock.txt") as response:
        return await response.text()


async def main():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:
        near = asyncio.create_task(ask(session, "near", 0))
        far = asyncio.create_task(ask(session, "far", 0.1))
        _, late = await asyncio.wait([near, far], return_when=asyncio.FIRST_COMPLETED)
        for task in late:
            task.cancel()
        await asyncio.wait([near, far])
        written.append("the answer")
    print("written", len(written), "times")


asyncio.run(main())
