#!/usr/bin/env bash
# With `cached_stampede`, one of several simultaneous callers computes and the others wait for its value. If it fails, the
# others do not compute one at a time: all of them start at once, which is the stampede that the decorator should prevent.
source "$(dirname "$0")/common.bash"
install aiocache==0.12.3

actual=$("$python" - <<'PY'
import asyncio

from aiocache import cached_stampede


async def most_at_once(first_fails):
    calls = running = most = 0

    @cached_stampede(lease=10, ttl=10, key_builder=lambda *_: f"key {first_fails}")
    async def compute():
        nonlocal calls, running, most
        calls += 1
        number = calls
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        if first_fails and number == 1:
            raise ValueError
        return number

    await asyncio.gather(*(compute() for _ in range(5)), return_exceptions=True)
    return most


async def main():
    print(f"at once: {await most_at_once(False)}, after a failure: {await most_at_once(True)}")


asyncio.run(main())
PY
)
check "at once: 1, after a failure: 1" "$actual" "at once: 1, after a failure: 4"
