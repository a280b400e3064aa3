"""The await chain of a task: the coroutines and generators from the task's own to the one that waits."""

from __future__ import annotations

import asyncio
import dis
import gc
import importlib
import sys
from collections.abc import Callable, Iterator
from types import (
    AsyncGeneratorType,
    BuiltinMethodType,
    CodeType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    MethodDescriptorType,
    MethodType,
)  # fmt: skip
from typing import Any, cast

from ._places import loop_codes


class _NoLoop:
    """Enough of a loop to make a future."""

    def get_debug(self) -> bool:
        return False


# The attributes for code, frame and next link of each type.
_ATTRIBUTES: dict[type, tuple[str, str, str]] = {
    CoroutineType: ("cr_code", "cr_frame", "cr_await"),
    GeneratorType: ("gi_code", "gi_frame", "gi_yieldfrom"),
    AsyncGeneratorType: ("ag_code", "ag_frame", "ag_await"),
}
# Objects between two links that have no attribute for the second one.
_BETWEEN = {"async_generator_asend", "async_generator_athrow", "anext_awaitable", "coroutine_wrapper"}
# What a coroutine awaits that waits for a future.
FutureIter: type = type(asyncio.Future(loop=cast(Any, _NoLoop())).__await__())
_FUNCTIONS = (FunctionType, MethodDescriptorType)
_MAX_DEPTH = 200
IN_FRAME = sys.version_info < (3, 11)

# Functions at which a chain ends, by the identities of their codes: what they await says nothing more.
last_codes: set[int] = set()


# What is known about a code.
LIBRARYS, ENTERS, USERS, LOOPS = range(4)
_ENTER = dis.opmap.get("BEFORE_ASYNC_WITH")


def _async_exit() -> tuple[int, int] | None:
    """The instruction, since Python 3.14, that looks `__aexit__` up for an `async with`, with its argument."""
    try:
        names = importlib.import_module("_opcode").get_special_method_names()
        return dis.opmap["LOAD_SPECIAL"], names.index("__aexit__")
    except (ImportError, AttributeError, KeyError, ValueError):
        return None


_AEXIT = _async_exit()


def _may_enter(code: CodeType) -> bool:
    """Whether a function has an `async with`."""
    if _ENTER is not None:
        return _ENTER in code.co_code[::2]
    return _AEXIT is None or any(it == _AEXIT for it in zip(code.co_code[::2], code.co_code[1::2]))


class Chains:
    """Follows await chains.

    The position in a function matters if it is the program's, or may enter an `async with`. Others are known by their code
    alone: to ask for their position would make Python create an object for the frame.
    """

    def __init__(self, is_users: Callable[[str], bool]) -> None:
        self._is_users = is_users
        self._kinds: dict[int, int] = {}
        # Keeps the code objects alive, whose addresses are reused otherwise.
        self._codes: list[CodeType] = []

    def clear(self) -> None:
        """Forgets all codes."""
        self._kinds.clear()
        self._codes.clear()

    def kind_of(self, code: CodeType) -> int:
        """What a code is: a library's, one that may enter an `async with`, the program's, or one that runs a loop."""
        key = id(code)
        known = self._kinds.get(key)
        if known is None:
            known = self._kinds[key] = self._find_out(code)
            self._codes.append(code)
        return known

    def _find_out(self, code: CodeType) -> int:
        if id(code) in loop_codes:
            return LOOPS
        if self._is_users(code.co_filename):
            return USERS
        return ENTERS if _may_enter(code) else LIBRARYS

    def follow(self, root: Any) -> tuple[list[Any], list[int]]:
        """The links of an await chain, beginning with a task's coroutine, and integers that are the same for each chain at
        the same positions in the code."""
        nodes: list[Any] = []
        position: list[int] = []
        kinds, has_users, node = self._kinds, False, root
        while node is not None and len(nodes) < _MAX_DEPTH:
            if type(node) is CoroutineType:
                code = node.cr_code
                key = id(code)
                nodes.append(node)
                position.append(key)
                if key in last_codes:
                    break
                kind = kinds[key] if key in kinds else self.kind_of(code)
                if kind:
                    # The frame is `None` if the coroutine has ended.
                    frame = node.cr_frame
                    if frame is None:
                        break
                    position.append(frame.f_lasti)
                    has_users = has_users or kind == USERS
                node = node.cr_await
                continue
            names = _ATTRIBUTES.get(type(node))
            if names is None:
                node = _behind(node) if nodes else _within(node)
                if type(node) in _ATTRIBUTES:
                    continue
                # A coroutine that was compiled by Cython has the attributes, and a frame without a position.
                if node is None or not hasattr(type(node), "cr_await"):
                    break
                names = _ATTRIBUTES[CoroutineType]
            other_code = getattr(node, names[0], None)
            if other_code is None:
                break
            other_frame = getattr(node, names[1], None)
            nodes.append(node)
            position += (id(other_code), other_frame.f_lasti if other_frame is not None else -1)
            has_users = has_users or self.kind_of(other_code) == USERS
            node = getattr(node, names[2], None)
        # Without code of the program, a line of a library is the place.
        return nodes, position if has_users else _all_positions(nodes)


def _all_positions(nodes: list[Any]) -> list[int]:
    position = []
    for node in nodes:
        code, frame = code_of(node), frame_of(node)
        position.append(id(code))
        if id(code) not in last_codes:
            position.append(frame.f_lasti if frame is not None else -1)
    return position


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


def _within(root: Any) -> Any:
    """The coroutine inside of an object that a task takes for one, such as what aiohttp's `session.get` gives."""
    found = gc.get_referents(root)
    found += [value for it in found if type(it) is dict for value in it.values()]
    return next((it for it in found if type(it) is CoroutineType), _behind(root))


def code_of(node: Any) -> CodeType:
    """The code of a link."""
    code: CodeType = getattr(node, _ATTRIBUTES.get(type(node), _ATTRIBUTES[CoroutineType])[0])
    return code


def frame_of(node: Any) -> FrameType | None:
    """The frame of a link."""
    frame: FrameType | None = getattr(node, _ATTRIBUTES.get(type(node), _ATTRIBUTES[CoroutineType])[1], None)
    return frame


def locals_and_stack(node: Any) -> list[Any]:
    """The local variables of a suspended function, and what its statements keep, such as the `__aexit__` of each `async
    with` that it is in. `f_locals` would copy the variables into the frame, and keep them alive."""
    if IN_FRAME:
        frame = frame_of(node)
        return gc.get_referents(node, frame) if frame is not None else []
    return gc.get_referents(node)


def managers(node: Any) -> Iterator[Any]:
    """The asynchronous context managers that a suspended function has entered, or is entering."""
    found = locals_and_stack(node)
    for at, referent in enumerate(found):
        # Not `getattr` of any object: that could call the program's code.
        if type(referent) in (MethodType, BuiltinMethodType) and referent.__name__ == "__aexit__":
            yield referent.__self__
        elif type(referent) in _FUNCTIONS and referent.__name__ == "__aexit__" and at + 1 < len(found):
            # Since Python 3.14, a function is there, and after it the object.
            yield found[at + 1]


def name_of(node: Any) -> str:
    """The name of a function with that of its class, as in `Queue.get`."""
    name: str = getattr(node, "__qualname__", "") or code_of(node).co_name
    return name.rpartition("<locals>.")[2]


def package_of(node: Any) -> str:
    """The package that a function belongs to."""
    frame = frame_of(node)
    module = frame.f_globals.get("__name__", "") if frame is not None else ""
    return str(module).partition(".")[0] or "library"
