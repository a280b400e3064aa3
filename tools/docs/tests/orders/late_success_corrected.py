"""A limit is reached in the moment in which the work succeeds."""

import asyncio

saved = 0


async def save():
    global saved
    await asyncio.sleep(0.05)
    saved += 1


async def main():
    task = asyncio.create_task(save())
    try:
        await asyncio.wait_for(asyncio.shield(task), 0.1)
    except TimeoutError:
        await task
    reported = 1
    print("saved", saved, "reported", reported)


asyncio.run(main())
