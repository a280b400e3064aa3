#!/usr/bin/env bash
# yappi measures the wall clock time of coroutines. A coroutine that waits for two tasks in a TaskGroup has almost no own time
# (`tsub`). A coroutine that waits for the same two tasks in `asyncio.gather` has the whole wait as own time, as if it had
# computed: gather returns a future, and yappi can attribute time only to coroutines.
source "$(dirname "$0")/common.bash"
install yappi==1.7.6

actual=$("$python" - <<'PY'
import asyncio

import yappi


async def child():
    await asyncio.sleep(0.2)


async def in_gather():
    await asyncio.gather(child(), child())


async def in_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(child())
        group.create_task(child())


async def main():
    await in_gather()
    await in_group()


yappi.set_clock_type("wall")
with yappi.run():
    asyncio.run(main())
own = {stat.name: stat.tsub for stat in yappi.get_func_stats()}
print(f"own time: gather {own['in_gather']:.1f} s, group {own['in_group']:.1f} s")
PY
)
check "own time: gather 0.0 s, group 0.0 s" "$actual" "own time: gather 0.2 s, group 0.0 s"
