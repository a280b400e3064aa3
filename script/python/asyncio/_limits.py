"""The callbacks of timers that only end a wait."""

from . import futures, tasks, timeouts

_LIMITS = (
    tasks._release_waiter, tasks._AsCompletedIterator._handle_timeout, timeouts.Timeout._on_timeout,
)


def is_one(callback):
    """Whether a timer's callback does nothing but end a wait that takes too long."""
    function = getattr(callback, "__func__", callback)
    if isinstance(getattr(callback, "__self__", None), futures.Future):
        return callback.__name__ == "cancel"
    return any(function is limit for limit in _LIMITS)
