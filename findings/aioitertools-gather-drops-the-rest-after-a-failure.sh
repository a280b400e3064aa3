#!/usr/bin/env bash
# `aioitertools.asyncio.gather` is `asyncio.gather` with a limit. After a failure, `asyncio.gather` raises, and all of the
# others run to their end. With a limit, those that run go on alone, but those that had to wait never start, and are reported
# as "never awaited": neither all of the work is done nor is the rest cancelled.
source "$(dirname "$0")/common.bash"
install aioitertools==0.13.0

actual=$("$python" -W ignore::RuntimeWarning - <<'PY'
import asyncio

from aioitertools.asyncio import gather


async def main():
    ended = []

    async def work(n):
        await asyncio.sleep(0.02 * n)
        if n == 1:
            raise ValueError
        ended.append(n)

    try:
        await gather(*[work(n) for n in range(6)], limit=3)
    except ValueError:
        ended.append("failed")
    await asyncio.sleep(0.3)
    print(*ended)


asyncio.run(main())
PY
)
check "0 failed 2 3 4 5, as with asyncio.gather (or 0 failed, if the rest is cancelled)" "$actual" '^0 failed 2 3$'
