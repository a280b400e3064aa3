"""Repeats what fails, with growing pauses."""

import asyncio

import backoff

tries = []


@backoff.on_exception(backoff.expo, ConnectionError, max_tries=5, jitter=None)
async def connect():
    tries.append(round(asyncio.get_running_loop().time(), 3))
    if len(tries) < 4:
        raise ConnectionError("not yet")
    return "connected"


@backoff.on_predicate(backoff.constant, lambda n: n < 3, interval=2, jitter=None)
async def poll(seen=[]):
    seen.append(1)
    return len(seen)


async def main():
    print(await connect(), [b - a for a, b in zip(tries, tries[1:])])
    print(await poll())


asyncio.run(main())
