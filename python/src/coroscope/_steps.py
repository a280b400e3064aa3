"""The part of the recorder that runs with each step of a task and each callback. Kept small, since all of its time is added
to the program's."""

from __future__ import annotations

import asyncio
from asyncio import events, format_helpers
from collections.abc import Callable
from types import BuiltinMethodType, MethodType
from typing import TYPE_CHECKING, Any, Protocol

from ._events import ARGUMENT_BITS, CALLBACK, OUTSIDE, TIMER, Field
from ._form import native
from ._places import loop_codes
from ._records import TaskRecord

PyTask: type = asyncio.tasks._PyTask  # type: ignore[attr-defined]
OUTSIDE_CAUSE = OUTSIDE << ARGUMENT_BITS
CALLBACK_CAUSE = CALLBACK << ARGUMENT_BITS
TIMER_CAUSE = TIMER << ARGUMENT_BITS

# Callbacks that take this long, in nanoseconds, are recorded.
LONG_CALLBACK = 1_000_000


class LoopState:
    """What a loop does at the moment."""

    __slots__ = ("cause", "current", "is_on", "eager", "delay", "limits")

    def __init__(self) -> None:
        # The cause of a wake-up that happens now.
        self.cause = OUTSIDE_CAUSE
        self.current: TaskRecord | None = None
        self.is_on = True
        # The delay of the timer that is being set, if it is known.
        self.delay: float | None = None
        # The coroutine of a task whose first step runs where the task is made, and its record.
        self.eager: tuple[Any, TaskRecord] | None = None
        # The number of timers that are pending time limits.
        self.limits = 0


if native is not None and not TYPE_CHECKING:
    LoopState = native.LoopState


class Sink(Protocol):
    """What the hooks of a loop need of the recorder."""

    @property
    def extend(self) -> Callable[[tuple[int, int]], None]: ...
    @property
    def now(self) -> Callable[[], int]: ...

    records: dict[int, TaskRecord]
    # The futures of threads, with their numbers.
    threads: dict[int, int]
    # The transports of subprocesses, with the programs.
    programs: dict[int, Any]
    # The handles of time limits.
    timeouts: dict[int, tuple[Any, Any]]
    # Tasks that were destroyed in this pass.
    lost: dict[int, TaskRecord | None]
    # The compiled form of what is done for tasks, if it is used.
    compiled: Any

    def add(self, *fields: Field) -> None: ...
    def spawned(self, state: LoopState, task: Any, frame: Any) -> TaskRecord: ...
    def step_ended(self, record: TaskRecord, began: int, now: int) -> None: ...
    def first_steps_ended(self, loop: Any, current: Any) -> None: ...
    def woken_by_future(self, state: LoopState, record: TaskRecord, task: Any, future: Any) -> None: ...
    def callback_ran(self, began: int, ended: int, callback: Any) -> None: ...
    def end_timeouts(self, record: TaskRecord, now: int) -> None: ...
    def timeout_expired(self, timeout: Any) -> None: ...
    def next_number(self) -> int: ...
    def current(self, state: LoopState) -> TaskRecord | None: ...
    def place_of_call(self, frame: Any) -> int: ...
    def describe(self, error: BaseException) -> str: ...
    def keep(self, reference: Any) -> None: ...
    def forget_thread(self, key: int, reference: Any) -> None: ...
    def unretrieved(self, context: dict[str, Any]) -> None: ...
    def eager_task(self, state: LoopState, coro: Any, frame: Any) -> TaskRecord: ...
    def eager_task_made(self, record: TaskRecord, task: Any) -> None: ...
    def pass_ended(self) -> None: ...
    def closed(self, loop: Any) -> None: ...
    def failed(self, error: BaseException) -> None: ...


class Callback:
    """Runs a callback on a loop that has handles of its own. It has the names of the callback for messages."""

    def __init__(self, callback: Any, cause: int, state: LoopState, sink: Sink) -> None:
        self.__wrapped__ = callback
        self.__name__ = getattr(callback, "__name__", type(callback).__name__)
        self.__qualname__ = getattr(callback, "__qualname__", type(callback).__qualname__)
        self._cause, self._state, self._sink = cause, state, sink
        self.timeout: Any = None

    def __call__(self, *args: Any) -> Any:
        state, sink = self._state, self._sink
        cause, state.cause = state.cause, self._cause
        if self.timeout is not None:
            sink.timeout_expired(self.timeout)
        began = sink.now()
        try:
            return self.__wrapped__(*args)
        finally:
            state.cause = cause
            ended = sink.now()
            if ended - began >= LONG_CALLBACK:
                sink.callback_ran(began, ended, self.__wrapped__)

    def __repr__(self) -> str:
        return repr(self.__wrapped__)


loop_codes.add(id(Callback.__call__.__code__))


class _Probe:
    """A loop that only shows how a task schedules its first step."""

    callback: Any = None

    def get_debug(self) -> bool:
        return False

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> None:
        self.callback = callback

    def call_exception_handler(self, context: Any) -> None:
        pass


def _step_type() -> Any:
    """The type of a task's step, which has no name in a module."""

    async def nothing() -> None:
        pass

    probe, coro = _Probe(), nothing()
    task: Any = asyncio.Task(coro, loop=probe, name="probe")  # type: ignore[arg-type]
    task._log_destroy_pending = False
    coro.close()
    # The task is in `all_tasks` for as long as it exists.
    callback, probe.callback = probe.callback, None
    kind: type = type(callback)
    # Of a task that is written in Python, it is a method like others.
    return kind if kind is not MethodType else _Probe


StepType = _step_type()


def task_of(callback: Any) -> Any:
    """The task of which a callback is the next step, if it is one."""
    kind = type(callback)
    if kind is BuiltinMethodType:
        return callback.__self__ if callback.__name__ == "task_wakeup" else None
    if kind is StepType:
        return callback.__self__
    if kind is MethodType and issubclass(type(callback.__self__), PyTask):
        return callback.__self__ if callback.__name__ in ("__step", "__wakeup") else None
    return None


def report(handle: Any, error: BaseException) -> None:
    """Does what a handle of asyncio does with an exception of its callback."""
    source = format_helpers._format_callback_source(handle._callback, handle._args)
    context = {"message": f"Exception in callback {source}", "exception": error, "handle": handle}
    if handle._source_traceback:
        context["source_traceback"] = handle._source_traceback
    handle._loop.call_exception_handler(context)


def handle_classes(state: LoopState, sink: Sink) -> tuple[type[Any], ...]:
    """The classes of handles for a loop: for steps, callbacks, timers, I/O and time limits. They replace asyncio's and are
    named as those are, so that a callback stays the one that the program gave."""
    extend, now, records = sink.extend, sink.now, sink.records
    step_ended, callback_ran = sink.step_ended, sink.callback_ran

    class StepHandle(events.Handle):
        __slots__ = ("_record",)

        def __init__(self, callback: Any, args: Any, loop: Any, context: Any, record: TaskRecord) -> None:
            # As asyncio's without debug mode.
            self._context = context
            self._loop = loop
            self._callback = callback
            self._args = args
            self._cancelled = False
            self._repr = None
            self._source_traceback = None
            self._record = record

        def _run(self) -> None:
            record = self._record
            before, state.current = state.current, record
            cause, state.cause = state.cause, record.cause
            record.is_ready = False
            began = now()
            extend((began, record.poll))
            try:
                self._context.run(self._callback, *self._args)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                report(self, error)
            finally:
                state.current, state.cause = before, cause
                try:
                    step_ended(record, began, now())
                except Exception as error:
                    sink.failed(error)
            self = None  # type: ignore[assignment]

    class CallHandle(events.Handle):
        __slots__ = ()

        def _run(self) -> None:
            cause, args = state.cause, self._args
            # The callback of a task that has ended, such as that of `gather`, goes on with what the task did.
            done = records.get(id(args[0])) if args else None
            state.cause = CALLBACK_CAUSE if done is None else done.cause
            # A callback may cancel its handle, which forgets it then.
            callback, began = self._callback, now()  # type: ignore[attr-defined]
            try:
                events.Handle._run(self)
            finally:
                state.cause = cause
                ended = now()
                if ended - began >= LONG_CALLBACK:
                    callback_ran(began, ended, callback)
            self = None  # type: ignore[assignment]

    class IoHandle(events.Handle):
        __slots__ = ()

        def _run(self) -> None:
            callback, began = self._callback, now()  # type: ignore[attr-defined]
            try:
                events.Handle._run(self)
            finally:
                ended = now()
                if ended - began >= LONG_CALLBACK:
                    callback_ran(began, ended, callback)
            self = None  # type: ignore[assignment]

    class TimerCall(events.TimerHandle):
        __slots__ = ()

        def _run(self) -> None:
            cause, state.cause = state.cause, TIMER_CAUSE
            callback, began = self._callback, now()  # type: ignore[attr-defined]
            try:
                events.TimerHandle._run(self)
            finally:
                state.cause = cause
                ended = now()
                if ended - began >= LONG_CALLBACK:
                    callback_ran(began, ended, callback)
            self = None  # type: ignore[assignment]

    class LimitCall(TimerCall):
        __slots__ = ()

        def _run(self) -> None:
            limit = self._forget()
            if limit is not None:
                sink.timeout_expired(limit[1])
            TimerCall._run(self)
            self = None  # type: ignore[assignment]

        def cancel(self) -> None:
            self._forget()
            events.TimerHandle.cancel(self)

        def _forget(self) -> Any:
            # It may be cancelled after it has run.
            limit = sink.timeouts.pop(id(self), None)
            state.limits -= limit is not None
            return limit

    classes = (StepHandle, CallHandle, TimerCall, IoHandle, LimitCall)
    loop_codes.update(id(it.__dict__["_run"].__code__) for it in classes)
    for class_ in classes:
        original = class_.__bases__[0]
        class_.__name__ = original.__name__
        class_.__qualname__ = original.__qualname__
        class_.__module__ = original.__module__
    return classes
