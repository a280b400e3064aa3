# Look at the requests: in the first half each begins where the last one ended, then all begin at once.
#
# The fetches do not depend on each other, so nothing is gained by waiting for one before asking for the next.
# gather gives the results in the order of asking, whoever answers first.
import asyncio

import aiohttp

NAMES = ["coroutine", "event-loop", "future", "gather", "task"]


async def title(session, name):
    async with session.get(f"docs/{name}.txt") as response:
        text = await response.text()
    return text.splitlines()[0], len(text.split())


async def main():
    async with aiohttp.ClientSession() as session:
        print("one after the other:")
        for name in NAMES:
            found, words = await title(session, name)
            print(f"  {found}: {words} words")

        print("together:")
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(title(session, name), name=name) for name in NAMES]
        for task in tasks:
            found, words = task.result()
            print(f"  {found}: {words} words")


asyncio.run(main())
