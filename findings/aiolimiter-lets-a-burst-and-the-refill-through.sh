#!/usr/bin/env bash
# AsyncLimiter(5, 1) reads like "at most 5 per second". But it is a leaky bucket: five requests pass at once, and the bucket
# leaks meanwhile, so nine pass within the first second. A service with a strict limit of 5 per second refuses four of them.
source "$(dirname "$0")/common.bash"
install aiolimiter==1.3.0

actual=$("$python" - <<'PY'
import asyncio
from aiolimiter import AsyncLimiter


async def main():
    loop, limiter, passed = asyncio.get_running_loop(), AsyncLimiter(5, 1), []

    async def call():
        async with limiter:
            passed.append(loop.time())

    await asyncio.gather(*(call() for _ in range(14)))
    most = max(sum(1 for at in passed if begin <= at < begin + 0.95) for begin in passed)
    print(f"at most {most} within 0.95 s")


asyncio.run(main())
PY
)
check "at most 5 within 0.95 s" "$actual" "at most 9 within 0.95 s"
