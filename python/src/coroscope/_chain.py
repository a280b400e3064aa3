"""The await chain of a task: the coroutines and generators from the task's own to the one that waits."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from types import AsyncGeneratorType, BuiltinMethodType, CodeType, CoroutineType, FrameType, GeneratorType, MethodType
from typing import Any, NamedTuple

# The attributes for code, frame and next link of each type.
_ATTRIBUTES: dict[type, tuple[str, str, str]] = {
    CoroutineType: ("cr_code", "cr_frame", "cr_await"),
    GeneratorType: ("gi_code", "gi_frame", "gi_yieldfrom"),
    AsyncGeneratorType: ("ag_code", "ag_frame", "ag_await"),
}
# Objects between two links that have no attribute for the second one.
_BETWEEN = {"async_generator_asend", "async_generator_athrow", "anext_awaitable", "coroutine_wrapper"}
_MAX_DEPTH = 200


class Link(NamedTuple):
    """A coroutine or generator that is suspended in an `await`."""

    node: Any
    code: CodeType
    frame: FrameType | None


def chain(root: Any) -> list[Link]:
    """The links of an await chain, beginning with a task's coroutine."""
    links: list[Link] = []
    node = root
    while node is not None and len(links) < _MAX_DEPTH:
        names = _ATTRIBUTES.get(type(node))
        if names is None:
            node = _behind(node)
            names = _ATTRIBUTES.get(type(node))
            if names is None:
                # A coroutine that was compiled by Cython has the attributes, and a frame without a position.
                if not hasattr(type(node), "cr_await"):
                    break
                names = _ATTRIBUTES[CoroutineType]
        code = getattr(node, names[0], None)
        if code is None:
            break
        links.append(Link(node, code, getattr(node, names[1], None)))
        node = getattr(node, names[2], None)
    return links


def _behind(node: Any) -> Any:
    """The coroutine or generator behind an object that has no attribute for it."""
    for _ in range(4):
        if type(node).__name__ not in _BETWEEN:
            return node
        for referent in gc.get_referents(node):
            if type(referent) in _ATTRIBUTES or type(referent).__name__ in _BETWEEN:
                node = referent
                break
        else:
            return None
    return node


def locals_and_stack(link: Link) -> list[Any]:
    """The local variables of a suspended function, and what its statements keep, such as the `__aexit__` of each `async
    with` that it is in. `f_locals` would copy the variables into the frame, and keep them alive."""
    found = gc.get_referents(link.node)
    if link.frame is not None and any(referent is link.frame for referent in found):
        # Python 3.10 keeps them in the frame.
        found += gc.get_referents(link.frame)
    return found


def managers(link: Link) -> Iterator[Any]:
    """The asynchronous context managers that a suspended function has entered, or is entering."""
    for referent in locals_and_stack(link):
        # Not `getattr` of any object: that could call the program's code.
        if type(referent) in (MethodType, BuiltinMethodType) and referent.__name__ == "__aexit__":
            yield referent.__self__


def find(link: Link, kind: type | tuple[type, ...]) -> Any:
    """The first of the local variables with this type. For a method it is `self`, unless it is rebound."""
    for referent in locals_and_stack(link):
        # Not `isinstance`, which reads `__class__`, and a proxy may do anything then.
        if issubclass(type(referent), kind):
            return referent
    return None


def name_of(link: Link) -> str:
    """The name of a function with that of its class, as in `Queue.get`."""
    name: str = getattr(link.node, "__qualname__", link.code.co_name)
    return name.rpartition("<locals>.")[2]


def package_of(link: Link) -> str:
    """The package that a function belongs to."""
    module = link.frame.f_globals.get("__name__", "") if link.frame is not None else ""
    return str(module).partition(".")[0] or str(getattr(link.node, "__module__", "") or "library")
