"""asyncio.sleep, which the timeline knows by its name."""

import _coroscope

__all__ = ("sleep",)


def sleep(delay, result=None):
    """Waits so many seconds; gives `result`."""
    return _coroscope.sleep(delay, result)
