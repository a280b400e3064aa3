"""Which tasks a task waits for: one of them, or several."""

from __future__ import annotations

import asyncio
from types import CellType
from typing import Any

from ._chain import locals_and_stack
from ._patterns import INNER, TASKS
from ._records import TaskRecord

_GATHERING: Any = asyncio.tasks._GatheringFuture  # type: ignore[attr-defined]
_TASKS = (asyncio.Task, asyncio.tasks._PyTask)  # type: ignore[attr-defined]


def awaited(
    records: dict[int, TaskRecord], threads: dict[int, int], waiter: Any, node: Any, kind: str
) -> tuple[list[int], bool]:
    """The tasks that have to end, and whether the task waits for several."""

    def numbers(futures: Any) -> list[int]:
        return _numbers(records, threads, futures)

    thread = threads.get(id(waiter))
    if thread is not None:
        return [thread], False
    if isinstance(waiter, _TASKS):
        return numbers([waiter]), False
    if isinstance(waiter, _GATHERING):
        return numbers(waiter._children), True
    if kind == TASKS:
        return numbers(_members(node)), True
    if kind == INNER:
        return numbers([it for it in locals_and_stack(node) if issubclass(type(it), asyncio.Future)][:4])[:1], False
    return numbers([it for it in [_shielded(waiter)] if it is not None]), False


def _numbers(records: dict[int, TaskRecord], threads: dict[int, int], futures: Any) -> list[int]:
    found = []
    for future in futures:
        if not future.done():
            record = records.get(id(future))
            number = record.number if record is not None else threads.get(id(future))
            if number is not None:
                found.append(number)
    return found


def _members(node: Any) -> list[Any]:
    """The tasks that `asyncio.wait`, `as_completed` or a task group waits for."""
    group = getattr(asyncio, "TaskGroup", None)
    for value in locals_and_stack(node):
        if group is not None and type(value) is group:
            return list(value._tasks)
        if type(value).__name__ == "_AsCompletedIterator":
            return list(value._todo)
        if type(value) is CellType:
            value = _content(value)
        if type(value) is set and value and all(issubclass(type(it), asyncio.Future) for it in value):
            return list(value)
    return []


def _content(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _shielded(waiter: Any) -> Any:
    """The future behind `shield`, which is in the closure of a callback."""
    for callback, _ in getattr(waiter, "_callbacks", None) or ():
        if getattr(callback, "__qualname__", "") == "shield.<locals>._outer_done_callback":
            for cell in callback.__closure__ or ():
                if isinstance(content := _content(cell), asyncio.Future):
                    return content
    return None
