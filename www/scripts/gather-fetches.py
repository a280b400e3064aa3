# Look at the requests: in the first half each starts when the last one has ended, then all start at once.
#
# The fetches do not depend on each other, so there is no need to wait for one before starting the next. Results
# stay in the order of the requests, whichever answer arrives first.
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
