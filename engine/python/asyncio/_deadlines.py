"""The timer callbacks of asyncio that only end a wait."""

from . import futures, tasks, timeouts

_DEADLINES = (
    tasks._release_waiter, tasks._AsCompletedIterator._handle_timeout, timeouts.Timeout._on_timeout,
)


def is_deadline(callback):
    """Whether a timer callback only ends a wait that takes too long."""
    function = getattr(callback, "__func__", callback)
    if isinstance(getattr(callback, "__self__", None), futures.Future):
        return callback.__name__ == "cancel"
    return any(function is deadline for deadline in _DEADLINES)
