"""Chains of async functions, each awaiting the next: the cost of a level, at several depths."""

import asyncio
import sys
from time import perf_counter

LEVELS = 30_000  # setting: levels
DEEPEST = 1_000  # setting: deepest

# Python counts each level that it resumes as a call, and allows a thousand.
sys.setrecursionlimit(5_000)


async def main():
    for depth in [1, 3, 10, 30, 100, 300, 1000]:
        if depth <= DEEPEST:
            row = measure(depth, LEVELS // depth)
            try:
                await asyncio.create_task(row, name=f"depth {depth}")
            except RecursionError:
                print(f"depth {depth}: deeper than this Python can nest")


async def measure(depth, rounds):
    """A row of the table: what it costs to await a chain, and per level."""
    began = perf_counter()
    for _ in range(rounds):
        await level(depth)
    took = perf_counter() - began
    print(f"depth {depth}: {per_level(took, depth, rounds)}")


async def level(depth):
    match depth:
        # The innermost yields, so that every level is suspended and resumed.
        case 1:
            await asyncio.sleep(0)
        case _:
            await level(depth - 1)


def per_level(took, depth, rounds):
    round = took * 1e9 / max(rounds, 1)
    return f"{round:.0f} ns, {round / depth:.0f} ns per level"


asyncio.run(main())
