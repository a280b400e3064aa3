#!/usr/bin/env bash
# After its recovery time, a circuit breaker is half open: one trial call decides whether it closes, so that a service that
# is still down gets one request and not all of them. `circuitbreaker` decorates coroutine functions, too, but counts no
# call that is under way: of tasks that call at the same time, all go through, until the first of them has failed.
source "$(dirname "$0")/common.bash"
install circuitbreaker==2.1.3

actual=$("$python" - <<'PY'
import asyncio

from circuitbreaker import CircuitBreaker


async def main():
    requests = 0
    breaker = CircuitBreaker(failure_threshold=1, recovery_timeout=0.05)

    @breaker
    async def request():
        nonlocal requests
        requests += 1
        await asyncio.sleep(0.01)
        raise ConnectionError

    await asyncio.gather(request(), return_exceptions=True)
    blocked = await asyncio.gather(*(request() for _ in range(5)), return_exceptions=True)
    refused = sum(type(error).__name__ == "CircuitBreakerError" for error in blocked)
    requests = 0
    await asyncio.sleep(0.1)
    await asyncio.gather(*(request() for _ in range(5)), return_exceptions=True)
    print(f"open: {refused} of 5 refused; half open: {requests} of 5 sent")


asyncio.run(main())
PY
)
check "open: 5 of 5 refused; half open: 1 of 5 sent" "$actual" "open: 5 of 5 refused; half open: 5 of 5 sent"
