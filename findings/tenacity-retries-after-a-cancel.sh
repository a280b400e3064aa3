#!/usr/bin/env bash
# With `retry_if_not_exception_type(KeyError)`, tenacity calls a coroutine function again after any other exception. One
# would expect that a cancellation ends the task, since `CancelledError` is no `Exception` just so that handlers of errors
# let it pass. tenacity takes it for a failed attempt: the task runs on and returns normally, and the same happens to the
# cancellation of `asyncio.timeout`, so the timeout never raises. `retry_if_exception_type()`, the default of which is
# `Exception`, lets a cancellation pass.
source "$(dirname "$0")/common.bash"
install tenacity==9.2.1

actual=$("$python" - <<'PY'
import asyncio

import tenacity


async def after_timeout(condition):
    attempts = 0

    @tenacity.retry(retry=condition, stop=tenacity.stop_after_attempt(3))
    async def job():
        nonlocal attempts
        attempts += 1
        await asyncio.sleep(0.2 if attempts == 1 else 0)

    try:
        async with asyncio.timeout(0.05):
            await job()
    except TimeoutError:
        return f"timeout after attempt {attempts}"
    return f"no timeout, {attempts} attempts"


async def main():
    positive = await after_timeout(tenacity.retry_if_exception_type())
    negative = await after_timeout(tenacity.retry_if_not_exception_type(KeyError))
    print(f"if: {positive}; if not: {negative}")


asyncio.run(main())
PY
)
check "if: timeout after attempt 1; if not: timeout after attempt 1" "$actual" \
  "if: timeout after attempt 1; if not: no timeout, 2 attempts"
