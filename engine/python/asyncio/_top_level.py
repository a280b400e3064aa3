"""Awaitable versions of the functions that run a loop, for top-level code, so that the thread can receive responses
meanwhile."""

from . import base_events, events, runners, tasks


async def call(function, /, *args, **kwargs):
    """Calls `function`, and awaits the loop if it is one of asyncio's functions that run it."""
    owner = getattr(function, "__self__", None)
    if function is runners.run:
        return await _run(*args, **kwargs)
    if isinstance(owner, runners.Runner) and function == owner.run:
        return await _run_in(owner, *args, **kwargs)
    if isinstance(owner, base_events.BaseEventLoop):
        if function == owner.run_until_complete:
            return await owner._run_until_complete(*args, **kwargs)
        if function == owner.run_forever:
            return await owner._run_forever(*args, **kwargs)
    awaited = getattr(function, "_when_awaited", None)
    if awaited is not None:
        return await awaited(*args, **kwargs)
    return function(*args, **kwargs)


async def _run(main, *, debug=None, loop_factory=None):
    if events._get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with runners.Runner(debug=debug, loop_factory=loop_factory) as runner:
        try:
            return await _run_in(runner, main)
        finally:
            await _end_all(runner.get_loop())


async def _run_in(runner, coro, *, context=None):
    if events._get_running_loop() is not None:
        raise RuntimeError("Runner.run() cannot be called from a running event loop")
    loop = runner.get_loop()
    # The runner sets everything up, and then calls run_until_complete, whose awaitable version is used instead.
    loop.run_until_complete = loop._run_until_complete
    try:
        result = runner.run(coro, context=context)
    finally:
        del loop.run_until_complete
    return await result


async def _end_all(loop):
    """Cancels the remaining tasks, as a runner does at its end."""
    left = tasks.all_tasks(loop)
    if not left:
        return
    for task in left:
        task.cancel()
    await loop._run_until_complete(tasks.gather(*left, return_exceptions=True))
    for task in left:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler({
                "message": "unhandled exception during asyncio.run() shutdown",
                "exception": task.exception(),
                "task": task,
            })
