#!/usr/bin/env bash
# OpenTelemetry's instrumentation of asyncio wraps the coroutine of each task from `asyncio.create_task`, also of those that
# it is not asked to trace. So in `repr(task)`, `Task.get_coro()` and all tools that read them, every task is
# `trace_coroutine`. And a task that is cancelled before its first step warns that its coroutine "was never awaited".
# sentry-sdk 2.75 wraps coroutines as well, but gives the wrapper the name of the coroutine.
source "$(dirname "$0")/common.bash"
install opentelemetry-instrumentation-asyncio==0.66b1

actual=$("$python" - 2>&1 <<'PY'
import asyncio
import warnings

from opentelemetry.instrumentation.asyncio import AsyncioInstrumentor


async def job():
    await asyncio.sleep(0)


async def main():
    names = []
    for instrument in (False, True):
        if instrument:
            AsyncioInstrumentor().instrument()
        task = asyncio.create_task(job())
        names.append(task.get_coro().__qualname__)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            task.cancel()
            await asyncio.wait([task])
            del task
        names.append(f"{len(caught)} warnings")
    print(*names, sep=", ")


asyncio.run(main())
PY
)
check "job, 0 warnings, job, 0 warnings" "$actual" '^job, 0 warnings, AsyncioInstrumentor.trace_coroutine, 1 warnings$'
