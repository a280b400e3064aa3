#!/usr/bin/env bash
# uvloop rounds the delay of a timer to whole milliseconds, down as well as up, so a timer can fire before its time.
# asyncio's own loop never does. A recorder that compares a wait with the requested delay has to tolerate that.
source "$(dirname "$0")/common.bash"
install uvloop==0.23.0

actual=$("$python" - <<'PY'
import asyncio
import time
import uvloop


async def shortest_wait(delay):
    loop = asyncio.get_running_loop()
    waits = []
    for _ in range(20):
        fired = loop.create_future()
        began = time.perf_counter()
        loop.call_later(delay, fired.set_result, None)
        await fired
        waits.append(time.perf_counter() - began)
    return min(waits)


def verdict(loop_factory):
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return "early" if runner.run(shortest_wait(0.0104)) < 0.0104 else "not early"


print(f"asyncio {verdict(None)}, uvloop {verdict(uvloop.new_event_loop)}")
PY
)
check "call_later(0.0104) fires after 10.4 ms or later: asyncio not early, uvloop not early" "$actual" "asyncio not early, uvloop early"
