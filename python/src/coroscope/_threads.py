"""Functions that the program runs in threads or in a pool of processes."""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from ._events import Text
from ._names import function_name
from ._places import outer_frame
from ._processes import PoolExecutor
from ._steps import LoopState, Sink


class ThreadCall:
    """A function that will be called in a thread."""

    def __init__(self, sink: Sink, number: int, parent: int | None, place: int, function: Callable[..., Any]) -> None:
        self._sink, self._number, self._parent, self._place = sink, number, parent, place
        self._function = function

    def __call__(self, *args: Any) -> Any:
        sink, number = self._sink, self._number
        try:
            sink.add("thread", number, self._parent, Text(function_name(self._function)), self._place)
        except Exception as error:
            sink.failed(error)
        try:
            result = self._function(*args)
        except BaseException as error:
            sink.add("thread-end", number, "failed", Text(sink.describe(error)))
            raise
        sink.add("thread-end", number, "done")
        return result


def wrapped_run_in_executor(state: LoopState, sink: Sink, original: Callable[..., Any]) -> Callable[..., Any]:
    """`run_in_executor`, with a lane for the function."""

    def run_in_executor(executor: Any, function: Any, *args: Any) -> Any:
        is_threads = executor is None or isinstance(executor, ThreadPoolExecutor)
        is_known = is_threads or isinstance(executor, Executor)
        # asyncio refuses coroutine functions itself.
        if not state.is_on or not is_known or inspect.iscoroutinefunction(function):
            return original(executor, function, *args)
        try:
            current = sink.current(state)
            number, place = sink.next_number(), sink.place_of_call(outer_frame(1))
        except Exception as error:
            sink.failed(error)
            return original(executor, function, *args)
        parent = current.number if current is not None else None
        if is_threads:
            future = original(executor, ThreadCall(sink, number, parent, place, function), *args)
        else:
            future = original(PoolExecutor(executor, state, sink, number, parent, place), function, *args)
        key = id(future)
        sink.threads[key] = number
        sink.keep(weakref.ref(future, lambda reference: sink.forget_thread(key, reference)))
        return future

    return run_in_executor
