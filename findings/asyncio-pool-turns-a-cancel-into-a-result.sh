#!/usr/bin/env bash
# A task that awaits `AioPool.map` is cancelled: it should end with CancelledError, and so should its workers. The pool
# takes the CancelledError for the result of one worker, goes on with the others, and returns the list: the task ends
# normally, later.
source "$(dirname "$0")/common.bash"
install asyncio-pool==0.6.0

actual=$("$python" - <<'PY'
import asyncio

from asyncio_pool import AioPool


async def main():
    ended = []

    async def work(n):
        await asyncio.sleep(0.05)
        ended.append(n)
        return n

    task = asyncio.create_task(AioPool(size=2).map(work, range(6)))
    await asyncio.sleep(0.07)
    before = len(ended)
    task.cancel()
    await asyncio.wait([task])
    state = "cancelled" if task.cancelled() else f"returned {task.result()}"
    print(f"{state}; {len(ended) - before} workers ended after the cancel")


asyncio.run(main())
PY
)
check "cancelled; 0 workers ended after the cancel" "$actual" '^returned \[.*CancelledError.*\]; [1-9] workers ended'
