"""`call_soon` of a recorded loop, through which each step of each task goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._places import loop_codes, outer_frame
from ._records import TaskRecord
from ._steps import CALLBACK_CAUSE, Callback, LoopState, Sink, StepType, task_of


def own_call_soon(loop: Any, state: LoopState, sink: Sink, original: Any, classes: Any) -> Callable[..., Any]:
    """`BaseEventLoop.call_soon`, in one function."""
    ready, (step_class, call_class, *_) = loop._ready, classes
    extend, now, records, threads = sink.extend, sink.now, sink.records, sink.threads
    spawned, woken = sink.spawned, sink.woken_by_future
    checked = checked_call_soon(loop, state, sink, original, classes, 2)

    def call_soon(callback: Any, *args: Any, context: Any = None) -> Any:
        task: Any
        if loop._closed or loop._debug:
            return checked(callback, args, context)
        task = callback.__self__ if type(callback) is StepType else task_of(callback)
        if task is None:
            handle = call_class(callback, args, loop, context)
            ready.append(handle)
            return handle
        try:
            record = records.get(id(task))
            if record is None:
                record = spawned(state, task, outer_frame(1))
            elif args and (threads or args[0].cancelled()):
                woken(state, record, task, args[0])
            elif state.current is not record:
                # Else it yields, and its step ends now.
                extend((now(), record.wake | state.cause))
            record.is_ready = True
        except Exception as error:
            sink.failed(error)
            return original(callback, *args, context=context)
        handle = step_class(callback, args, loop, context, record)
        ready.append(handle)
        return handle

    return call_soon


def checked_call_soon(
    loop: Any, state: LoopState, sink: Sink, original: Any, classes: Any, depth: int
) -> Callable[..., Any]:
    """`call_soon` of a loop that is closed or in debug mode. `depth` is the number of calls from the program to it."""
    ready, (step_class, call_class, *_) = loop._ready, classes
    extend, now, records, threads = sink.extend, sink.now, sink.records, sink.threads
    spawned, woken = sink.spawned, sink.woken_by_future

    def call_soon(callback: Any, args: Any, context: Any) -> Any:
        handle = original(callback, *args, context=context)
        if handle._source_traceback:
            # The calls here are none of the program's.
            del handle._source_traceback[-depth:]
        task = task_of(callback)
        if task is None:
            handle.__class__ = call_class
            return handle
        try:
            record = records.get(id(task))
            if record is None:
                record = spawned(state, task, outer_frame(depth))
            elif args and (threads or args[0].cancelled()):
                woken(state, record, task, args[0])
            elif state.current is not record:
                extend((now(), record.wake | state.cause))
            record.is_ready = True
        except Exception as error:
            sink.failed(error)
            return handle
        step = step_class(callback, args, loop, handle._context, record)
        step._source_traceback = handle._source_traceback
        ready[-1] = step
        return step

    return call_soon


def wrapped_call_soon(loop: Any, state: LoopState, sink: Sink, original: Any, classes: Any) -> Callable[..., Any]:
    """For loops with handles of their own, such as uvloop's."""
    extend, now, records, threads = sink.extend, sink.now, sink.records, sink.threads
    spawned, woken = sink.spawned, sink.woken_by_future
    step_ended = sink.step_ended

    def run_step(record: TaskRecord, callback: Any, *args: Any) -> None:
        before, state.current = state.current, record
        cause, state.cause = state.cause, record.cause
        record.is_ready = False
        began = now()
        extend((began, record.poll))
        try:
            callback(*args)
        finally:
            # The traceback of an exception leads to this frame.
            del callback, args
            state.current, state.cause = before, cause
            try:
                step_ended(record, began, now())
                sink.pass_ended()
            except Exception as error:
                sink.failed(error)

    loop_codes.add(id(run_step.__code__))

    def call_soon(callback: Any, *args: Any, context: Any = None) -> Any:
        if not state.is_on:
            return original(callback, *args, context=context)
        task = task_of(callback)
        if task is None:
            done = records.get(id(args[0])) if args else None
            cause = CALLBACK_CAUSE if done is None else done.cause
            try:
                callback = Callback(callback, cause, state, sink)
            except Exception as error:
                sink.failed(error)
            return original(callback, *args, context=context)
        try:
            record = records.get(id(task))
            if record is None:
                record = spawned(state, task, outer_frame(1))
            elif args and (threads or args[0].cancelled()):
                woken(state, record, task, args[0])
            elif state.current is not record:
                extend((now(), record.wake | state.cause))
            record.is_ready = True
        except Exception as error:
            sink.failed(error)
            return original(callback, *args, context=context)
        return original(run_step, record, callback, *args, context=context)

    return call_soon
