"""Which wait an await chain stands for. Found once for each position in the code, since names and lines don't change."""

from __future__ import annotations

import asyncio
import asyncio.base_events
import asyncio.futures
import asyncio.locks
import asyncio.tasks
import contextlib
import functools
import types
from types import CodeType
from typing import Any, NamedTuple

from ._calls import LibraryCall
from ._chain import Link, find, managers, name_of, package_of
from ._places import Places
from ._resources import CLASSES

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
_WAITS_AGAIN = asyncio.Condition.wait.__code__
_ASYNCIO = asyncio.__file__.rpartition("__init__")[0]


class Pattern(NamedTuple):
    """What is known about all waits of one await chain."""

    place: int
    kind: str
    operation: str | LibraryCall
    # The number of links before the one in which the primitive or the inner task is.
    at: int
    # The links that are inside of an `async with`.
    entered: tuple[int, ...]


def pattern_of(links: list[Link], places: Places) -> Pattern:
    """Reads an await chain."""
    own = -1
    for at, link in enumerate(links):
        if places.is_users(link.code.co_filename):
            own = at
    frame = links[max(own, 0)].frame
    code = links[max(own, 0)].code
    place = places.number(code.co_filename, frame.f_lineno if frame is not None else code.co_firstlineno)
    entered = tuple(at for at, link in enumerate(links) if any(True for _ in managers(link)))
    kind, operation, at = _wait(links, max(own, 0) if own < 0 else own + 1, own)
    return Pattern(place, kind, operation, at, entered)


def _wait(links: list[Link], first: int, own: int) -> tuple[str, str | LibraryCall, int]:
    inner = ""
    for at in range(first, len(links)):
        link = links[at]
        file = link.code.co_filename
        known = _CODES.get(link.code)
        if known is not None and known[0] == INNER:
            # Before Python 3.12, what it waits for is in a task. Since then, it follows.
            inner = INNER
            continue
        if known is not None:
            if link.code is _WAITS_AGAIN and at + 1 < len(links):
                continue
            return (*known, at) if known[0] != RESOURCE or find(link, CLASSES) is not None else (FUTURE, "", at)
        if file in _TRANSPARENT or (file.startswith(_ASYNCIO) and file.endswith(("locks.py", "timeouts.py", "tasks.py"))):
            continue
        return IO, _library_call(links, at, own), at
    return (inner or FUTURE), "", max(first - 1, 0) if not inner else len(links) - 1


def _library_call(links: list[Link], at: int, own: int) -> LibraryCall:
    """The library's outermost call."""
    package = package_of(links[at])
    name = name_of(links[at])
    # An `__aenter__` says less than what it calls.
    while name.rpartition(".")[2].startswith("__") and at + 1 < len(links) and package_of(links[at + 1]) == package:
        at += 1
        name = name_of(links[at])
    frame = links[at].frame
    owner = frame.f_globals.get(name.rpartition(".")[0]) if frame is not None else None
    user = links[own].frame if own >= 0 else None
    file, line = ("", 0) if user is None else (user.f_code.co_filename, user.f_lineno)
    return LibraryCall(package, name, owner if isinstance(owner, type) else None, file, line)
