"""Which tasks a task waits for: one of them, or several."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable, Iterator
from types import CellType
from typing import Any

from ._chain import locals_and_stack
from ._patterns import INNER, TASKS
from ._records import TaskRecord

_GATHERING: Any = asyncio.tasks._GatheringFuture  # type: ignore[attr-defined]
TASK_CLASSES = (asyncio.Task, asyncio.tasks._PyTask)  # type: ignore[attr-defined]


def awaited(
    records: dict[int, TaskRecord], threads: dict[int, int], number_of: Callable[[Any], int | None], waiter: Any,
    node: Any, kind: str,
) -> tuple[list[int], bool]:  # fmt: skip
    """The tasks that have to end, by their numbers, and whether the task waits for several."""

    def numbers(futures: Any) -> list[int]:
        found = (number_of(future) or threads.get(id(future)) for future in futures if not future.done())
        return [number for number in found if number is not None]

    thread = threads.get(id(waiter))
    if thread is not None:
        return [thread], False
    if isinstance(waiter, TASK_CLASSES):
        return numbers([waiter]), False
    if isinstance(waiter, _GATHERING):
        return numbers(waiter._children), True
    if kind == TASKS:
        return numbers(_members(node, records)), True
    if kind == INNER:
        return numbers([it for it in locals_and_stack(node) if issubclass(type(it), asyncio.Future)][:4])[:1], False
    return numbers([it for it in [_shielded(waiter)] if it is not None]), False


def _members(node: Any, records: dict[int, TaskRecord]) -> list[Any]:
    """The tasks that `asyncio.wait`, `as_completed` or a task group waits for."""
    group = getattr(asyncio, "TaskGroup", None)
    for value in locals_and_stack(node):
        if group is not None and type(value) is group:
            return list(value._tasks)
        if type(value).__name__ == "_AsCompletedIterator":
            return list(value._todo)
        if type(value) is CellType:
            value = _content(value)
        if type(value) is asyncio.Queue:
            return _of_as_completed(value, records)
        if type(value) is set and value and all(issubclass(type(it), asyncio.Future) for it in value):
            return list(value)
    return []


# The callback that `as_completed` gives to its tasks, by the identity of its queue.
_callbacks: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()


def _of_as_completed(queue: Any, records: dict[int, TaskRecord]) -> list[Any]:
    """The tasks that `as_completed` waits for before Python 3.13. Nothing leads to them from the coroutine that waits for
    the queue, but they have a callback, in whose closure both are."""
    for callback in _completion_callbacks(_callbacks.get(id(queue)), records):
        contents = [_content(cell) for cell in callback.__closure__ or ()]
        if any(it is queue for it in contents):
            _callbacks[id(queue)] = callback
            return next((list(it) for it in contents if type(it) is set), [])
    return []


def _completion_callbacks(known: Any, records: dict[int, TaskRecord]) -> Iterator[Any]:
    if known is not None:
        yield known
    for record in list(records.values()):
        for callback, _ in getattr(record.task(), "_callbacks", None) or ():
            if getattr(callback, "__qualname__", "") == "as_completed.<locals>._on_completion":
                yield callback


def _content(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _shielded(waiter: Any) -> Any:
    """The future behind `shield`, which is in the closure of a callback."""
    for callback, _ in getattr(waiter, "_callbacks", None) or ():
        if getattr(callback, "__qualname__", "") == "shield.<locals>._outer_done_callback":
            names = callback.__code__.co_freevars
            if "inner" in names:
                return _content(callback.__closure__[names.index("inner")])
    return None
