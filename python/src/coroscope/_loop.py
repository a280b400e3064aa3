"""Attaches the recorder to one event loop, by methods on the instance, and detaches it again."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
from asyncio import events
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable
from types import FunctionType
from typing import Any, cast

from ._events import PASS, packed, packed_passed
from ._form import native
from ._passes import Passes
from ._places import outer_frame
from ._processes import wrapped_subprocess
from ._schedule import checked_call_soon, own_call_soon, wrapped_call_soon
from ._steps import LoopState, Sink, handle_classes, task_of
from ._threads import wrapped_run_in_executor
from ._timers import time_limit, wrapped_call_at, wrapped_call_later, wrapped_timer

_METHODS = (
    "call_soon", "call_at", "call_later", "create_task", "run_in_executor", "subprocess_exec", "subprocess_shell",
    "call_exception_handler", "close", "_run_once", "_process_events", "_add_callback",
)  # fmt: skip

# A pass of asyncio's loops.
RUN_ONCE = BaseEventLoop._run_once  # type: ignore[attr-defined]


class AttachedLoop:
    """A loop that is recorded."""

    def __init__(self, loop: Any, sink: Sink) -> None:
        self.loop, self.sink, self.state = loop, sink, LoopState()
        self._passes: Passes | None = None
        self._attached: dict[str, Any] = {}
        self._before: dict[str, Any] = {}
        self._classes = handle_classes(self.state, sink)
        self._original = {name: getattr(loop, name) for name in _METHODS if hasattr(loop, name)}
        kind = type(loop)
        # Only then a handle can be made here, as `call_soon` makes it.
        is_asyncios = isinstance(loop, BaseEventLoop) and "call_soon" not in vars(loop)
        for name in ("call_soon", "_call_soon"):
            is_asyncios = is_asyncios and getattr(kind, name) is getattr(BaseEventLoop, name)
        original = self._original["call_soon"]
        make = own_call_soon if is_asyncios else wrapped_call_soon
        if native is not None and is_asyncios:
            self._set_compiled()
        else:
            if not isinstance(loop, BaseEventLoop):
                self._passes = Passes(sink, original)
                original = self._passes.call_soon
            self._set("call_soon", make(loop, self.state, sink, original, self._classes))
            self._wrap_timers()
            self._set("create_task", self._create_task())
            if isinstance(loop, BaseEventLoop):
                self._wrap_passes()
        self._set("run_in_executor", wrapped_run_in_executor(self.state, sink, self._original["run_in_executor"]))
        for name in ("subprocess_exec", "subprocess_shell"):
            if name in self._original:
                start = wrapped_subprocess(self.state, sink, self._original[name], sink.programs, name == "subprocess_shell")
                self._set(name, start)
        self._set("call_exception_handler", self._call_exception_handler())
        self._set("close", self._close())
        self._adopt(is_asyncios)

    def _set(self, name: str, method: Callable[..., Any]) -> None:
        # A method that the program has put there itself is called by ours.
        if type(method) is FunctionType:
            method.__name__, method.__qualname__ = name, f"{type(self.loop).__name__}.{name}"
        self._before[name] = vars(self.loop).get(name)
        self._attached[name] = method
        setattr(self.loop, name, method)

    def detach(self) -> None:
        """Restores the loop."""
        self.state.is_on = False
        for name, method in self._attached.items():
            # What the program has put over it meanwhile stays, and calls ours, which does nothing any more.
            if vars(self.loop).get(name) is method:
                if self._before[name] is None:
                    delattr(self.loop, name)
                else:
                    setattr(self.loop, name, self._before[name])

    def _adopt(self, is_asyncios: bool) -> None:
        """Records the tasks that exist already. Their first steps are in the queue."""
        loop, state, sink = self.loop, self.state, self.sink
        current = asyncio.current_task(loop) if events._get_running_loop() is loop else None
        frame = outer_frame(2)
        existing = [it for it in asyncio.all_tasks(loop) if id(it) not in sink.records]
        for existing_task in sorted(existing, key=lambda it: (it is not current, _order(it))):
            sink.spawned(state, existing_task, frame).is_first = True
        if is_asyncios:
            handle_class: Any = events.Handle
            for at, handle in enumerate(loop._ready):
                task = task_of(handle._callback) if type(handle) is handle_class else None
                record = sink.records.get(id(task))
                if record is not None:
                    step = self._classes[0](handle._callback, handle._args, loop, handle._context, record)
                    step._cancelled, step._source_traceback = handle._cancelled, handle._source_traceback
                    loop._ready[at] = step
                    record.is_first, record.is_ready = False, True
            # The others wait.
            sink.first_steps_ended(loop, current)
        elif current is None and len(existing) == 1 and not _has_begun(existing[0]):
            # It is in a queue that can't be seen, and the first that runs.
            current = existing[0]
        if current is not None:
            record = sink.records[id(current)]
            state.current, state.cause = record, record.cause
            sink.extend((sink.now(), record.poll))
        if current is not None or not is_asyncios:
            # A step that runs now, or that can't be replaced, ends before this callback runs.
            self._original["call_soon"](self._first_steps_ended, context=contextvars.Context())

    def _first_steps_ended(self) -> None:
        if self.state.is_on:
            self.state.current, self.state.cause = None, 0
            self.sink.first_steps_ended(self.loop, None)

    def _set_compiled(self) -> None:
        """The methods of the compiled form, with those in Python for what is rare."""
        loop, state, sink = self.loop, self.state, self.sink
        rare = {
            "call_soon": checked_call_soon(loop, state, sink, self._original["call_soon"], self._classes, 1),
            "create_task": self._create_task(),
            "time_limit": time_limit(loop, state, sink, self._classes[4]),
            "timer_class": self._classes[2],
            "_add_callback": self._add_callback(),
        }
        hooks = native.Hooks(loop, state, sink, dict(self._original), dict(vars(loop)), rare)
        for name in ("call_soon", "call_at", "call_later", "create_task", "_run_once", "_process_events", "_add_callback"):
            self._set(name, getattr(hooks, name))

    def _wrap_timers(self) -> None:
        loop, state, sink, original = self.loop, self.state, self.sink, self._original
        if self._passes is None:
            self._set("call_at", wrapped_call_at(loop, state, sink, original["call_at"], self._classes))
            self._set("call_later", wrapped_call_later(state, original["call_later"]))
            return
        for name in ("call_at", "call_later"):
            set_timer = self._passes.set_timer(original[name])
            self._set(name, wrapped_timer(loop, state, sink, set_timer, name == "call_later"))

    def _create_task(self) -> Callable[..., Any]:
        state, sink, loop, original = self.state, self.sink, self.loop, self._original["create_task"]

        def create_task(coro: Any, *args: Any, **options: Any) -> Any:
            factory = loop.get_task_factory() if state.is_on else None
            if factory is None or "eager" not in getattr(factory, "__qualname__", ""):
                return original(coro, *args, **options)
            # The first step runs here.
            try:
                record = sink.eager_task(state, coro, outer_frame(1))
            except Exception as error:
                sink.failed(error)
                return original(coro, *args, **options)
            before = state.current, state.cause, state.eager
            state.current, state.cause, state.eager = record, record.cause, (coro, record)
            task = None
            try:
                task = original(coro, *args, **options)
            finally:
                state.current, state.cause, state.eager = before
                sink.eager_task_made(record, task)
            return task

        return create_task

    def _call_exception_handler(self) -> Callable[..., Any]:
        sink, original = self.sink, self._original["call_exception_handler"]

        def call_exception_handler(context: Any) -> None:
            try:
                sink.unretrieved(context)
            except Exception as error:
                sink.failed(error)
            original(context)

        return call_exception_handler

    def _close(self) -> Callable[..., Any]:
        loop, sink, original = self.loop, self.sink, self._original["close"]

        def close() -> None:
            original()
            if loop.is_closed():
                sink.closed(loop)

        return close

    def _wrap_passes(self) -> None:
        loop, state, sink = self.loop, self.state, self.sink
        extend, now = sink.extend, sink.now
        own = vars(loop)
        run_once, process_events = own.get("_run_once"), own.get("_process_events")

        def timers() -> int:
            # The cancelled ones are still there. Only asyncio's own method counts them.
            is_known = run_once is None and type(loop)._run_once is RUN_ONCE
            return len(loop._scheduled) - (loop._timer_cancelled_count if is_known else 0)

        def _run_once() -> None:
            # nest_asyncio replaces the method of the class at any time.
            type(loop)._run_once(loop) if run_once is None else run_once()
            ended = now()
            for event in packed_passed(len(loop._ready), timers(), state.limits):
                extend((ended, event))
            sink.pass_ended()

        def _process_events(event_list: Any) -> None:
            type(loop)._process_events(loop, event_list) if process_events is None else process_events(event_list)
            extend((now(), packed(PASS, len(loop._ready), timers())))

        self._set("_add_callback", self._add_callback())
        self._set("_run_once", _run_once)
        self._set("_process_events", _process_events)

    def _add_callback(self) -> Callable[..., Any]:
        loop, add_callback = self.loop, vars(self.loop).get("_add_callback")
        io_class, handle_class = cast(Any, self._classes[3]), cast(Any, events.Handle)

        def _add_callback(handle: Any) -> None:
            if type(handle) is handle_class:
                handle.__class__ = io_class
            type(loop)._add_callback(loop, handle) if add_callback is None else add_callback(handle)

        return _add_callback


def _has_begun(task: Any) -> bool:
    coro = task.get_coro()
    return not inspect.iscoroutine(coro) or inspect.getcoroutinestate(coro) != inspect.CORO_CREATED


def _order(task: Any) -> tuple[int, str]:
    """Tasks with asyncio's own names in the order of their numbers."""
    name = task.get_name()
    number = name.rpartition("-")[2]
    return (int(number) if number.isdigit() else 0, name)
