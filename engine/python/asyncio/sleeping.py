"""asyncio.sleep."""

import inspect
import _coroscope

__all__ = ("sleep",)


@inspect.markcoroutinefunction
def sleep(delay, result=None):
    """Waits for `delay` seconds and returns `result`."""
    return _coroscope.sleep(delay, result)
