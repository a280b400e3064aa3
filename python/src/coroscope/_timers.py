"""Timers of a loop: how long a task sleeps, and the time limits that it has set."""

from __future__ import annotations

import asyncio
import weakref
from asyncio import events, futures
from collections.abc import Callable
from types import MethodType
from typing import Any

from ._records import TaskRecord
from ._steps import TIMER_CAUSE, Callback, LoopState, Sink

# In seconds. `math.inf` is a delay too.
_FOREVER = 1e10
_SLEEPS = futures._set_result_unless_cancelled  # type: ignore[attr-defined]
# `wait_for` before Python 3.12.
_ENDS_WAIT = getattr(asyncio.tasks, "_release_waiter", None)
_TIMEOUT = getattr(getattr(asyncio, "timeouts", None), "Timeout", None)


class Timeout:
    """A time limit that a task has set, until the work under it has ended."""

    __slots__ = ("number", "record", "has_ended")

    def __init__(self, number: int, record: TaskRecord, has_ended: Callable[[], bool]) -> None:
        self.number, self.record, self.has_ended = number, record, has_ended


def _timeout_has_ended(timeout: Any) -> Callable[[], bool]:
    reference = weakref.ref(timeout)

    def has_ended() -> bool:
        found = reference()
        # Its states are created, active, expiring, expired and exited.
        return found is None or found._state.name in ("EXPIRED", "EXITED")

    return has_ended


class Timeouts:
    """The time limits that are open."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._last = 0

    def set(self, record: TaskRecord, micros: int, callback: Any, args: Any) -> Timeout | None:
        """Records a time limit, if the callback of a timer is one."""
        if type(callback) is MethodType and _TIMEOUT is not None and type(callback.__self__) is _TIMEOUT:
            has_ended = _timeout_has_ended(callback.__self__)
        elif callback is _ENDS_WAIT and args:
            has_ended = args[0].done
        else:
            return None
        if record.timeouts:
            self._sink.end_timeouts(record, self._sink.now())
        self._last += 1
        timeout = Timeout(self._last, record, has_ended)
        record.timeouts += (timeout,)
        self._sink.add("timeout", record.number, timeout.number, micros)
        return timeout

    def expired(self, timeout: Timeout) -> None:
        """Records that a limit was reached."""
        self._sink.add("timeout-expired", timeout.record.number, timeout.number)


def wrapped_timer(
    loop: Any, state: LoopState, sink: Sink, timeouts: Timeouts, original: Callable[..., Any], timer_class: Any,
    is_delay: bool,
) -> Callable[..., Any]:  # fmt: skip
    """`call_at`, or `call_later` if the first argument is a delay. Without a class for the handles, the loop has its own,
    and the callback is wrapped."""

    def set_timer(when: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        if not state.is_on:
            return original(when, callback, *args, context=context)
        if timer_class is None:
            timer = Callback(callback, TIMER_CAUSE, state, sink)
            handle = original(when, timer, *args, context=context)
        else:
            handle = original(when, callback, *args, context=context)
            if handle._source_traceback:
                del handle._source_traceback[-1]
            if type(handle) is events.TimerHandle:
                handle.__class__ = timer_class
        record = state.current
        if record is not None:
            try:
                delay = when if is_delay else state.delay
                delay = when - loop.time() if delay is None else delay
                if not delay < _FOREVER:
                    # A time limit that is never reached is none.
                    return handle
                micros = max(0, round(delay * 1e6))
                if callback is _SLEEPS:
                    record.timer = (id(args[0]), micros)
                else:
                    timeout = timeouts.set(record, micros, callback, args)
                    if timeout is not None and timer_class is not None:
                        sink.timeouts[id(handle)] = (handle, timeout)
                    elif timeout is not None:
                        timer.timeout = timeout
            except Exception as error:
                sink.failed(error)
        return handle

    return set_timer


def wrapped_call_later(state: LoopState, original: Callable[..., Any]) -> Callable[..., Any]:
    """`call_later` of asyncio's loops, which calls `call_at`: the delay is not the time until then, but what was given."""

    def call_later(delay: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        state.delay = delay
        try:
            handle = original(delay, callback, *args, context=context)
        finally:
            state.delay = None
        if handle._source_traceback:
            del handle._source_traceback[-1]
        return handle

    return call_later
