# Several requests at once: the results in the order of asking, a failure among them.
import asyncio
import aiohttp

NAMES = ["task", "nothing", "lock", "gather"]


async def title(session, name):
    async with session.get(f"docs/{name}.txt") as response:
        response.raise_for_status()
        return (await response.text()).splitlines()[0]


async def main():
    async with aiohttp.ClientSession() as session:
        jobs = [title(session, name) for name in NAMES]
        for name, result in zip(NAMES, await asyncio.gather(*jobs, return_exceptions=True)):
            print(name, "→", result if isinstance(result, str) else type(result).__name__)


asyncio.run(main())
