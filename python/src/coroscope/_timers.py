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

ENDS_SLEEP = futures._set_result_unless_cancelled  # type: ignore[attr-defined]
# `wait_for` before Python 3.12.
ENDS_WAIT = getattr(asyncio.tasks, "_release_waiter", None)
TIMEOUT = getattr(getattr(asyncio, "timeouts", None), "Timeout", None)
# Seconds. A longer time never ends: `math.inf` is a delay too.
_FOREVER = 1e10


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

    def set(self, record: TaskRecord, seconds: Any, callback: Any, args: Any) -> Timeout | None:
        """Records a time limit, if the callback of a timer is one. One that is never reached is none."""
        if not seconds < _FOREVER:
            return None
        if type(callback) is MethodType and TIMEOUT is not None and type(callback.__self__) is TIMEOUT:
            has_ended = _timeout_has_ended(callback.__self__)
        elif callback is ENDS_WAIT and args:
            has_ended = args[0].done
        else:
            return None
        if record.timeouts:
            self._sink.end_timeouts(record, self._sink.now())
        self._last += 1
        timeout = Timeout(self._last, record, has_ended)
        record.timeouts += (timeout,)
        self._sink.add("timeout", record.number, timeout.number, _micros(seconds))
        return timeout

    def expired(self, timeout: Timeout) -> None:
        """Records that a limit was reached."""
        self._sink.add("timeout-expired", timeout.record.number, timeout.number)


def _micros(seconds: Any) -> int:
    micros: int = max(0, round(seconds * 1e6))
    return micros


def _sleep(future: Any, seconds: Any) -> tuple[int, int]:
    """The timer of a task that sleeps. If it never ends, there is none."""
    return (id(future), _micros(seconds)) if seconds < _FOREVER else (0, 0)


def time_limit(loop: Any, state: LoopState, sink: Sink, limit_class: Any) -> Callable[..., None]:
    """Keeps the time limit that a timer of asyncio's loop is, if it is one."""
    timeouts = Timeouts(sink)

    def keep(record: TaskRecord, handle: Any, when: Any, callback: Any, args: Any) -> None:
        delay = state.delay
        timeout = timeouts.set(record, when - loop.time() if delay is None else delay, callback, args)
        if timeout is not None:
            sink.timeouts[id(handle)] = (handle, timeout)
            handle.__class__ = limit_class
            state.limits += 1

    return keep


def is_time_limit(callback: Any) -> bool:
    """Whether the callback of a timer ends `asyncio.timeout` or `wait_for`."""
    if type(callback) is MethodType:
        return type(callback.__self__) is TIMEOUT
    return ENDS_WAIT is not None and callback is ENDS_WAIT


def wrapped_call_at(
    loop: Any, state: LoopState, sink: Sink, original: Callable[..., Any], classes: Any
) -> Callable[..., Any]:
    """`call_at` of asyncio's loops."""
    timer_class, keep = classes[2], time_limit(loop, state, sink, classes[4])

    def call_at(when: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        if not state.is_on:
            return original(when, callback, *args, context=context)
        handle = original(when, callback, *args, context=context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        if type(handle) is events.TimerHandle:
            handle.__class__ = timer_class
        record = state.current
        if record is not None:
            try:
                if callback is ENDS_SLEEP:
                    delay = state.delay
                    record.timer = _sleep(args[0], when - loop.time() if delay is None else delay)
                elif is_time_limit(callback) and type(handle) is timer_class:
                    keep(record, handle, when, callback, args)
            except Exception as error:
                sink.failed(error)
        return handle

    return call_at


def wrapped_timer(
    loop: Any, state: LoopState, sink: Sink, original: Callable[..., Any], is_delay: bool
) -> Callable[..., Any]:
    """`call_at`, or `call_later` if the first argument is a delay, of a loop that has handles of its own."""
    timeouts = Timeouts(sink)

    def set_timer(when: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        if not state.is_on:
            return original(when, callback, *args, context=context)
        timer = Callback(callback, TIMER_CAUSE, state, sink)
        handle = original(when, timer, *args, context=context)
        record = state.current
        if record is not None:
            try:
                seconds = when if is_delay else when - loop.time()
                if callback is ENDS_SLEEP:
                    record.timer = _sleep(args[0], seconds)
                elif is_time_limit(callback):
                    timer.timeout = timeouts.set(record, seconds, callback, args)
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
