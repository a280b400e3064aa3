"""The same waits: one after the other, as synchronous code waits, and together."""

import asyncio
from time import perf_counter

WAITS = 3  # setting: waits
TIME = 0.25  # setting: wait


async def main():
    # Both begin now, so they can be compared on one axis.
    synchronous = asyncio.create_task(one_after_the_other(), name="one after the other")
    asynchronous = asyncio.create_task(together(), name="together")

    together_took = await asynchronous
    print(f"together: {together_took * 1000:.0f} ms")
    alone = await synchronous
    print(f"one after the other: {alone * 1000:.0f} ms")
    if together_took:
        print(f"one after the other took {alone / together_took:.1f} times as long")


async def one_after_the_other():
    began = perf_counter()
    for _ in range(WAITS):
        await wait()
    return perf_counter() - began


async def together():
    began = perf_counter()
    tasks = [asyncio.create_task(wait(), name=f"wait {n}") for n in range(1, WAITS + 1)]
    await asyncio.gather(*tasks)
    return perf_counter() - began


async def wait():
    await asyncio.sleep(TIME)


asyncio.run(main())
