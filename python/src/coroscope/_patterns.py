"""What a task waits for, by its await chain. Found once for each position in the code."""

from __future__ import annotations

import asyncio
import asyncio.base_events
import asyncio.futures
import asyncio.locks
import asyncio.tasks
import contextlib
import functools
import types
from collections.abc import Callable
from types import CodeType
from typing import Any

from ._calls import LibraryCall
from ._chain import code_of, frame_of, last_codes, locals_and_stack, managers, name_of, package_of
from ._peers import Peers
from ._places import Places
from ._resources import LOCKS, is_primitive

SLEEP, TASKS, RESOURCE, IO, INNER, FUTURE = "sleep", "tasks", "resource", "io", "inner", "future"

# Functions of these files only pass on what they await.
_TRANSPARENT = {module.__file__ for module in (contextlib, functools, types)}


def _codes() -> dict[CodeType, tuple[str, str]]:
    """The functions of asyncio in which tasks wait, each with the kind of wait and the operation."""
    found: dict[CodeType, tuple[str, str]] = {}

    def add(owner: Any, name: str, kind: str, operation: str = "") -> None:
        function = getattr(owner, name, None)
        code = getattr(function, "__code__", None)
        if code is not None:
            found[code] = (kind, operation)

    for operation in ("get", "put", "join"):
        add(asyncio.Queue, operation, RESOURCE, operation)
    for class_ in (asyncio.Lock, asyncio.Semaphore):
        add(class_, "acquire", RESOURCE, "acquire")
    for name in ("Event", "Condition", "Barrier"):
        add(getattr(asyncio, name, None), "wait", RESOURCE, "wait")
    for name in ("sleep", "__sleep0"):
        add(asyncio.tasks, name, SLEEP)
    for name in ("wait", "_wait"):
        add(asyncio.tasks, name, TASKS)
    for name in ("__aexit__", "_aexit"):
        add(getattr(asyncio, "TaskGroup", None), name, TASKS)
    add(asyncio.tasks, "wait_for", INNER)
    add(asyncio.tasks, "_cancel_and_wait", INNER)
    add(asyncio, "to_thread", FUTURE)
    for name in ("shutdown_default_executor", "run_in_executor"):
        add(asyncio.base_events.BaseEventLoop, name, FUTURE)
    return found


_CODES = _codes()
_WAITS_AGAIN, _GET = asyncio.Condition.wait.__code__, asyncio.Queue.get.__code__
last_codes.update(id(code) for code, (kind, _) in _CODES.items() if kind != INNER and code is not _WAITS_AGAIN)
_ASYNCIO = asyncio.__file__.rpartition("__init__")[0]
_ASYNCIOS_OWN = tuple(f"{_ASYNCIO}{name}.py" for name in ("locks", "timeouts", "tasks", "queues", "futures"))


class Pattern:
    """What is known about all waits of one await chain."""

    __slots__ = ("place", "kind", "operation", "at", "entered", "locked", "turn", "wait", "fixed", "self_at", "peers")

    def __init__(
        self, place: int, kind: str, operation: str | LibraryCall, at: int, entered: tuple[int, ...],
        locked: tuple[int, ...], turn: int, wait: int,
    ) -> None:  # fmt: skip
        self.place, self.kind, self.operation = place, kind, operation
        # The number of links before the one in which the primitive or the inner task is.
        self.at = at
        # The links that are inside of an `async with`; those of them where it is one for a lock.
        self.entered, self.locked = entered, locked
        # The wait for a turn, the wait without an operand, and the same if it has no operand, by their numbers.
        self.turn, self.wait, self.fixed = turn, wait, wait if kind == IO else 0
        # Where the primitive was found last among the variables.
        self.self_at = 0
        # Whom a library's call waits for. Until that is known not to be found, the wait is not fixed.
        self.peers: Peers | None = None


def primitive_of(pattern: Pattern, node: Any) -> Any:
    """The primitive whose method a task waits in. For a method it is `self`, unless it is rebound."""
    found = locals_and_stack(node)
    at = pattern.self_at
    if at < len(found) and is_primitive(type(found[at])):
        return found[at]
    for at, value in enumerate(found):
        # Not `isinstance`, which reads `__class__`, and a proxy may do anything then.
        if is_primitive(type(value)):
            pattern.self_at = at
            return value
    return None


def pattern_of(
    nodes: list[Any], places: Places, wait_number: Callable[[tuple[Any, ...]], int], addresses: bool
) -> Pattern:
    """Reads an await chain."""
    if not nodes:
        # A coroutine of which nothing is known, such as one that was compiled.
        future = wait_number((places.unknown, "future"))
        pattern = Pattern(places.unknown, FUTURE, "", 0, (), (), wait_number((places.unknown, "turn")), future)
        pattern.fixed = future
        return pattern
    own = -1
    for at, node in enumerate(nodes):
        if places.is_users(code_of(node).co_filename):
            own = at
    first = own + 1 if own >= 0 else _innermost_call(nodes)
    frame, code = frame_of(nodes[max(first - 1, 0)]), code_of(nodes[max(first - 1, 0)])
    place = places.number(code.co_filename, frame.f_lineno if frame is not None else code.co_firstlineno)
    kinds = [{type(manager) for manager in managers(node)} for node in nodes]
    kind, operation, at = _wait(nodes, first, own)
    # Not those inside of a primitive, such as the condition of a barrier.
    entered = tuple(index for index, found in enumerate(kinds) if found and (kind != RESOURCE or index < at))
    # The same line is unlikely to have a lock at one time, and something else at another.
    locked = tuple(index for index in entered if any(issubclass(it, LOCKS) for it in kinds[index]))
    reason = (place, operation) if kind == RESOURCE else (place, "io", operation) if kind == IO else (place, "timer")
    pattern = Pattern(place, kind, operation, at, entered, locked, wait_number((place, "turn")), wait_number(reason))
    if isinstance(operation, LibraryCall):
        pattern.peers, pattern.fixed = Peers(place, operation, at, addresses, own < 0), 0
    return pattern


def _innermost_call(nodes: list[Any]) -> int:
    """In a task without code of the program: the first link of the innermost package, or the function of asyncio."""
    at = len(nodes) - 1
    if code_of(nodes[at]) not in _CODES:
        package = package_of(nodes[at])
        while at > 0 and package_of(nodes[at - 1]) == package:
            at -= 1
    return at


def _wait(nodes: list[Any], first: int, own: int) -> tuple[str, str | LibraryCall, int]:
    inner, last = -1, len(nodes) - 1
    if last > 0 and code_of(nodes[last]) is _GET and _is_pools(nodes[last - 1]):
        return RESOURCE, "acquire", last
    for at in range(first, len(nodes)):
        code = code_of(nodes[at])
        known = _CODES.get(code)
        if known is not None:
            if known[0] == INNER:
                # Before Python 3.12, what it waits for is in a task. Since then, it follows.
                inner = at
            elif code is _WAITS_AGAIN and at + 1 < len(nodes):
                continue
            elif known[0] != RESOURCE or any(is_primitive(type(value)) for value in locals_and_stack(nodes[at])):
                return (*known, at)
            else:
                return FUTURE, "", at
        elif code.co_name == "_wait_for_one" and code.co_filename in _ASYNCIOS_OWN:
            # `as_completed`, which has a queue that the program does not know.
            return TASKS, "", at
        elif code.co_filename not in _TRANSPARENT and code.co_filename not in _ASYNCIOS_OWN:
            return IO, _library_call(nodes, at, own), at
    return (INNER, "", inner) if inner >= 0 else (FUTURE, "", max(first - 1, 0))


def _is_pools(node: Any) -> bool:
    """Whether this is the method of asyncpg's pool that takes a free connection out of a queue."""
    return str(getattr(node, "__qualname__", "")).startswith("Pool.") and package_of(node) == "asyncpg"


def _library_call(nodes: list[Any], at: int, own: int) -> LibraryCall:
    """The library's outermost call."""
    package, name = package_of(nodes[at]), name_of(nodes[at])
    # An `__aenter__` says less than what it calls.
    while name.rpartition(".")[2].startswith("__") and at + 1 < len(nodes) and package_of(nodes[at + 1]) == package:
        at += 1
        name = name_of(nodes[at])
    frame = frame_of(nodes[at])
    owner = frame.f_globals.get(name.rpartition(".")[0]) if frame is not None else None
    user = frame_of(nodes[own]) if own >= 0 else None
    file, line = ("", 0) if user is None else (user.f_code.co_filename, user.f_lineno)
    return LibraryCall(package, name, owner if isinstance(owner, type) else None, file, line)
