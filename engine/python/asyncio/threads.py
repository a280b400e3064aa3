"""asyncio.to_thread."""

import _coroscope
import contextvars
import functools
from . import events

__all__ = "to_thread",


def to_thread(func, /, *args, **kwargs):
    """Calls `func` in a thread, in a copy of the context in which the result is awaited."""
    return _to_thread(_coroscope.origin(None), func, args, kwargs)


async def _to_thread(origin, func, args, kwargs):
    loop = events.get_running_loop()
    func_call = functools.partial(contextvars.copy_context().run, func, *args, **kwargs)
    # The log has the line where to_thread was called, which may be in another task.
    func_call._origin = origin
    return await loop.run_in_executor(None, func_call)


_to_thread.__name__ = _to_thread.__qualname__ = "to_thread"
