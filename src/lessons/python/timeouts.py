"""Work that takes too long: under a limit, under two, and behind a shield."""

import asyncio
from time import perf_counter

WORK = 0.7  # setting: work
LIMIT = 0.3  # setting: limit
CLEANUP = 0.15  # setting: cleanup
REPORT = "limit"  # setting: report

began = perf_counter()
finished = set()
wrong = 0


async def main():
    await asyncio.gather(
        asyncio.create_task(limited(), name="one limit"),
        asyncio.create_task(nested(), name="two limits"),
        asyncio.create_task(shielded(), name="shielded"),
    )
    print(f"{wrong} of 4 reports are wrong")


async def limited():
    try:
        async with asyncio.timeout(LIMIT):
            await work("one limit")
    except TimeoutError:
        report("one limit", "timed out")
    else:
        report("one limit", "done")


async def nested():
    outer = asyncio.timeout(LIMIT)
    inner = asyncio.timeout(LIMIT * 2)
    try:
        async with outer, inner:
            await work("two limits")
    except TimeoutError:
        ended = "timed out"
    else:
        ended = "done"
    print(f"two limits: outer expired: {outer.expired()}, inner expired: {inner.expired()}")
    report("two limits", ended)


async def shielded():
    job = asyncio.create_task(work("shielded"), name="behind the shield")
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


async def work(name):
    # Whatever happens to the work, the cleanup is awaited.
    try:
        await asyncio.sleep(WORK)
        finished.add(name)
    finally:
        await asyncio.sleep(CLEANUP)


def report(name, ended):
    global wrong
    # A limit can also be reached during the cleanup, when the work is done.
    if ended == "timed out" and name in finished:
        if REPORT == "work":
            ended = "done"
        else:
            wrong += 1
    after = perf_counter() - began
    print(f"{name}: {ended} after {after * 1000:.0f} ms")


asyncio.run(main())
