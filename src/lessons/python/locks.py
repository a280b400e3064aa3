"""Tasks that add to one counter: each reads it, waits, and writes it back."""

import asyncio
import contextlib
from time import perf_counter

VARIANT = "none"  # setting: variant
TASKS = 4  # setting: tasks
TIMES = 4  # setting: times
GAP = 0  # setting: gap
PAUSE = 0.04  # setting: pause

value = 0
lock = asyncio.Lock() if VARIANT == "lock" else contextlib.nullcontext()


async def main():
    began = perf_counter()
    adders = [asyncio.create_task(add(n), name=f"adder {n}") for n in range(1, TASKS + 1)]
    await asyncio.gather(*adders)

    added = TASKS * TIMES
    print(f"{added} additions, the counter says {value}: {added - value} are lost")
    print(f"it took {(perf_counter() - began) * 1000:.0f} ms")


async def add(n):
    if GAP:
        # One task begins after the other.
        await asyncio.sleep((n - 1) * GAP)
    for _ in range(TIMES):
        async with lock:
            await add_one(n)


async def add_one(n):
    global value
    read = value
    # Other tasks run now. Without a lock they read the same value.
    await asyncio.sleep(PAUSE)
    value = read + 1
    print(f"adder {n}: {read} + 1 = {read + 1}")


asyncio.run(main())
