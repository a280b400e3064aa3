"""Passes of a loop that has no method for them, such as uvloop's: a callback of ours is the first of each pass."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from typing import Any

from ._events import PASS, packed, packed_passed
from ._places import loop_codes
from ._steps import Callback, Sink


class Passes:
    """The passes of one loop. Such a loop runs in a pass what was scheduled before it, in that order."""

    def __init__(self, sink: Sink, call_soon: Callable[..., Any]) -> None:
        self._sink, self._call_soon, self._context = sink, call_soon, contextvars.Context()
        # What was scheduled for the next pass, and what is left of this one.
        self._next = self._left = 0
        self.timers = 0

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> Any:
        """The loop's `call_soon`."""
        if self._next == 0:
            self._call_soon(self._began, context=self._context)
        self._next += 1
        if type(callback) is Callback:
            # It has the name of the program's callback.
            callback = _counted(callback, self)
            return self._call_soon(callback, *args, context=context)
        return self._call_soon(self._run, callback, *args, context=context)

    def _began(self) -> None:
        if self._left:
            # Some were cancelled.
            self._ended()
        self._left, self._next = self._next, 0
        self._sink.extend((self._sink.now(), packed(PASS, self._left, self.timers)))

    def _run(self, callback: Any, *args: Any) -> None:
        try:
            callback(*args)
        finally:
            del callback, args
            self.ran()

    def ran(self) -> None:
        """A callback of this pass has run."""
        self._left -= 1
        if self._left == 0:
            self._ended()

    def _ended(self) -> None:
        self._left = 0
        now = self._sink.now()
        # How many of the timers are time limits is not known.
        for event in packed_passed(self._next, self.timers, 0):
            self._sink.extend((now, event))

    def set_timer(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """The loop's `call_later` or `call_at`, of which one may call the other."""

        def set_timer(when: Any, callback: Any, *args: Any, context: Any = None) -> Any:
            if type(callback) is Callback and type(callback.__wrapped__) is not _Timer:
                callback = _timer(callback, self)
            return original(when, callback, *args, context=context)

        return set_timer


class _Counted(Callback):
    """A callback of which a pass counts the end."""

    passes: Passes

    def __call__(self, *args: Any) -> Any:
        try:
            return Callback.__call__(self, *args)
        finally:
            self.passes.ran()


class _Timer(Callback):
    """The callback of a timer."""

    pending: _Pending | None

    def __call__(self, *args: Any) -> Any:
        self.pending = None
        return Callback.__call__(self, *args)


class _Pending:
    """Exists for as long as a timer is pending: it ends with the callback, which a cancelled timer forgets."""

    def __init__(self, passes: Passes) -> None:
        self._passes = passes
        passes.timers += 1

    def __del__(self) -> None:
        self._passes.timers -= 1


def _counted(callback: Any, passes: Passes) -> Any:
    callback.__class__ = _Counted
    callback.passes = passes
    return callback


def _timer(callback: Any, passes: Passes) -> Any:
    callback.__class__ = _Timer
    callback.pending = _Pending(passes)
    return callback


loop_codes.update(id(it.__code__) for it in (Passes._run, _Counted.__call__, _Timer.__call__))
