#!/usr/bin/env bash
# A timer without delay, followed by `call_soon`: asyncio runs the call first, because timers that are due join the queue
# after the calls that are in it. uvloop makes `call_later(0, …)` a `call_soon`, so the timer runs first.
source "$(dirname "$0")/common.bash"
install uvloop==0.23.0

actual=$("$python" - <<'PY'
import asyncio

import uvloop


async def main():
    loop = asyncio.get_running_loop()
    order = []
    loop.call_later(0, order.append, "timer")
    loop.call_soon(order.append, "call")
    await asyncio.sleep(0.01)
    return ", ".join(order)


for name, module in ("asyncio", asyncio), ("uvloop", uvloop):
    print(f"{name}: {module.run(main())}")
PY
)
check $'asyncio: call, timer\nuvloop: call, timer' "$actual" $'asyncio: call, timer\nuvloop: timer, call'
