#!/usr/bin/env bash
# `tqdm.asyncio.tqdm.gather` is documented as a wrapper for `asyncio.gather`. When the caller of `asyncio.gather` is cancelled,
# its children are cancelled, too. tqdm uses `asyncio.as_completed` instead, so the children run on, and no task awaits them.
source "$(dirname "$0")/common.bash"
install tqdm==4.70.1

actual=$("$python" - <<'PY'
import asyncio
import contextlib

from tqdm.asyncio import tqdm


async def finished_after_cancel(gather):
    finished = []

    async def job(number):
        await asyncio.sleep(0.05)
        finished.append(number)

    async def all_jobs():
        await gather(*(job(number) for number in range(3)))

    task = asyncio.create_task(all_jobs())
    await asyncio.sleep(0.01)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.1)
    return len(finished)


async def main():
    plain = await finished_after_cancel(asyncio.gather)
    wrapped = await finished_after_cancel(lambda *jobs: tqdm.gather(*jobs, disable=True))
    print(f"finished after the cancel: asyncio {plain}, tqdm {wrapped}")


asyncio.run(main())
PY
)
check "finished after the cancel: asyncio 0, tqdm 0" "$actual" "finished after the cancel: asyncio 0, tqdm 3"
