"""Loops that run in a simulated thread. Their tasks run beside those of the main loop, and the thread waits meanwhile."""

import _threads
from . import _top_level, base_events, events, runners


class _Thread:
    """The thread that runs a loop, while it waits for the loop to stop."""

    def __init__(self):
        self._waiting = []

    def wake(self):
        while self._waiting:
            self._waiting.pop(0).wake()


@_threads.stepwise_version_of(base_events.BaseEventLoop.run_forever)
async def _run_forever(loop):
    loop._check_closed()
    if loop.is_running():
        raise RuntimeError("This event loop is already running")
    loop._is_running, loop._thread = True, _Thread()
    loop._start_again()
    try:
        while not loop._stopping:
            await _threads.Wait(None, loop._thread)
    finally:
        loop._stopping, loop._is_running, loop._thread = False, False, None


@_threads.stepwise_version_of(base_events.BaseEventLoop.run_until_complete)
async def _run_until_complete(loop, future):
    with loop._until_complete(future) as task:
        await _run_forever(loop)
    return task.result()


@_threads.stepwise_version_of(runners.run)
async def _run(main, *, debug=None, loop_factory=None):
    loop = (loop_factory or events.new_event_loop)()
    if debug is not None:
        loop.set_debug(debug)

    def run(future):
        return _run_until_complete(loop, future)

    try:
        return await run(loop.create_task(main))
    finally:
        await _top_level.end_all(loop, run)
        for shutdown in (loop.shutdown_asyncgens, loop.shutdown_default_executor):
            await run(shutdown())
        loop.close()

