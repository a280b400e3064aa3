"""The same waits twice: in calls that block the thread, and in tasks that wait at the same time."""

import asyncio
import time

WAITS = 3  # setting: waits
TIME = 0.25  # setting: wait


async def main():
    # Both are ready now, but only one at a time can run.
    synchronous = asyncio.create_task(block(), name="synchronous")
    asynchronous = asyncio.create_task(wait_together(), name="asynchronous")

    alone = await synchronous
    print(f"synchronous: {alone * 1000:.0f} ms")
    together = await asynchronous
    print(f"asynchronous: {together * 1000:.0f} ms")
    if together:
        print(f"synchronous took {alone / together:.1f} times as long")


async def block():
    """Until this returns, no other task can run."""
    began = time.perf_counter()
    for _ in range(WAITS):
        time.sleep(TIME)
    return time.perf_counter() - began


async def wait_together():
    """While one task waits, the loop runs the others."""
    began = time.perf_counter()
    tasks = [asyncio.create_task(wait(), name=f"wait {n}") for n in range(1, WAITS + 1)]
    await asyncio.gather(*tasks)
    return time.perf_counter() - began


async def wait():
    await asyncio.sleep(TIME)


asyncio.run(main())
