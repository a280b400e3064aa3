"""asyncio's synchronization primitives, over Coroscope's."""

import _coroscope
from _coroscope import Barrier, Condition, Event
from .exceptions import BrokenBarrierError

__all__ = ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier")


def _use_overridden(cls, native):
    """If a class overrides how it is acquired or released, `async with` calls these methods."""
    is_overridden = cls.acquire is not native.acquire or cls.release is not native.release
    if is_overridden and cls.__aenter__ is native.__aenter__:
        cls.__aenter__, cls.__aexit__ = _enter, _exit


async def _enter(self):
    await self.acquire()


async def _exit(self, *error):
    self.release()


class Lock(_coroscope.Lock):
    """A fair lock."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        _use_overridden(cls, Lock)


class Semaphore(_coroscope.Semaphore):
    """A number of permits."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        _use_overridden(cls, Semaphore)


class BoundedSemaphore(Semaphore):
    """A semaphore that can't be released more often than it was acquired."""

    def __init__(self, value=1):
        self._bound_value = value
        super().__init__(value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()
