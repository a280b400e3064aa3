"""Work that takes too long: under a limit, under two, and behind a shield."""

import asyncio
from time import perf_counter

WORK = 0.7  # setting: work
LIMIT = 0.3  # setting: limit
CLEANUP = 0.15  # setting: cleanup

began = perf_counter()


async def main():
    await asyncio.gather(
        asyncio.create_task(limited(), name="one limit"),
        asyncio.create_task(nested(), name="two limits"),
        asyncio.create_task(shielded(), name="shielded"),
    )


async def limited():
    try:
        async with asyncio.timeout(LIMIT):
            await work()
    except TimeoutError:
        report("one limit", "timed out")
    else:
        report("one limit", "done")


async def nested():
    outer = asyncio.timeout(LIMIT)
    inner = asyncio.timeout(LIMIT * 2)
    try:
        async with outer, inner:
            await work()
    except TimeoutError:
        ended = "timed out"
    else:
        ended = "done"
    print(f"two limits: outer expired: {outer.expired()}, inner expired: {inner.expired()}")
    report("two limits", ended)


async def shielded():
    job = asyncio.create_task(work(), name="behind the shield")
    try:
        # The limit ends the wait, not the work.
        async with asyncio.timeout(LIMIT):
            await asyncio.shield(job)
    except TimeoutError:
        report("shielded", "timed out")
    else:
        report("shielded", "done")
    await job
    report("behind the shield", "done")


async def work():
    # Whatever happens to the work, the cleanup is awaited.
    try:
        await asyncio.sleep(WORK)
    finally:
        await asyncio.sleep(CLEANUP)


def report(name, ended):
    after = perf_counter() - began
    print(f"{name}: {ended} after {after * 1000:.0f} ms")


asyncio.run(main())
