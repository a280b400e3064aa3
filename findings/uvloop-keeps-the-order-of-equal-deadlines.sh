#!/usr/bin/env bash
# Timers with the same deadline: asyncio's heap compares only the time, so it does not keep the order in which they were
# created; uvloop does. A program that relies on the order works on uvloop but not on asyncio's loop.
source "$(dirname "$0")/common.bash"
install uvloop==0.23.0

actual=$("$python" - <<'PY'
import asyncio
import uvloop


async def order():
    loop = asyncio.get_running_loop()
    fired = []
    when = loop.time() + 0.01
    for number in range(10):
        loop.call_at(when, fired.append, number)
    await asyncio.sleep(0.05)
    return "in order" if fired == sorted(fired) else "out of order"


def verdict(loop_factory):
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return runner.run(order())


print(f"asyncio {verdict(None)}, uvloop {verdict(uvloop.new_event_loop)}")
PY
)
check "the same on both loops" "$actual" "asyncio out of order, uvloop in order"
