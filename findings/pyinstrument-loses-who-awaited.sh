#!/usr/bin/env bash
# pyinstrument attributes the time of an await to the awaiting function, but not for children of gather: their waiting time
# is attributed to the selector, and the coroutine that called gather is not in the tree.
source "$(dirname "$0")/common.bash"
install pyinstrument==5.1.3

actual=$("$python" - <<'PY'
import asyncio
from pyinstrument import Profiler


def work():
    return sum(range(400_000))


async def child():
    for _ in range(10):
        work()
    await asyncio.sleep(0.1)


async def gatherer():
    await asyncio.gather(child(), child())


async def main():
    profiler = Profiler(async_mode="enabled", interval=0.001)
    profiler.start()
    await gatherer()
    profiler.stop()
    names = set()

    def walk(frame):
        names.add(frame.function)
        for below in frame.children:
            walk(below)

    walk(profiler.last_session.root_frame())
    print(*(f"{name}:{'yes' if name in names else 'no'}" for name in ("gatherer", "child", "select")))


asyncio.run(main())
PY
)
check "gatherer:yes child:yes select:no" "$actual" "gatherer:no child:yes select:yes"
