"""Whom a library's call waits for: the address at the other end of a socket, or a subprocess."""

from __future__ import annotations

import asyncio
import os
import socket
from dataclasses import replace
from types import GetSetDescriptorType, MemberDescriptorType
from typing import Any

from ._calls import LibraryCall
from ._chain import code_of, locals_and_stack
from ._log import Log
from ._processes import Program

# The attributes that lead from a connection, stream or protocol to its transport, in the order in which they are tried.
_NAMES = (
    "transport", "_transport", "protocol", "_protocol", "connection", "_connection", "_con", "_conn", "_stream",
    "_reader", "_sock", "proc",
)  # fmt: skip
_MAX_STEPS = 4
# A position in the code where nothing was found this often is not searched again.
_MAX_TRIES = 3


class Peers:
    """The waits of one await chain, each with its peer."""

    __slots__ = ("_place", "_call", "_first", "_with_addresses", "_path", "_tries", "_numbers", "is_librarys")

    def __init__(self, place: int, call: LibraryCall, first: int, with_addresses: bool, is_librarys: bool) -> None:
        self._place, self._call, self._first, self._with_addresses = place, call, first, with_addresses
        # Where the peer was found last: the link, its variable, the attributes from there, each with the type of the
        # object that has it, and the type of the last.
        self._path: tuple[int, int, tuple[tuple[type, str], ...], type] | None = None
        self._tries = 0
        # Whether the task has no code of the program.
        self.is_librarys = is_librarys
        self._numbers: dict[Any, int] = {}

    def are_unknown(self) -> bool:
        """Whether no peer will be found."""
        return self._tries >= _MAX_TRIES and self._path is None

    def number(self, nodes: list[Any], log: Log, programs: dict[int, Program]) -> int:
        """The number of the wait, or 0 if no peer is known."""
        peer = None
        if self._path is not None:
            peer = self._again(nodes, programs)
        if peer is None and self._tries < _MAX_TRIES:
            self._tries += 1
            peer = self._search(nodes, programs)
        if peer is None:
            return 0
        number = self._numbers.get(peer)
        if number is None:
            if log.peers_left <= 0:
                return 0
            before = len(log.tables.waits)
            call = replace(self._call, peer=_text(peer))
            number = self._numbers[peer] = log.wait_number((self._place, "io", call))
            log.peers_left -= len(log.tables.waits) - before
        return number

    def _again(self, nodes: list[Any], programs: dict[int, Program]) -> Any:
        assert self._path is not None
        at, variable, steps, last = self._path
        found = locals_and_stack(nodes[at])
        if variable >= len(found):
            return None
        value = found[variable]
        for kind, name in steps:
            # Of this type it is known that nothing runs.
            if type(value) is not kind:
                return None
            value = getattr(value, name, None)
        return self._peer(value, programs) if type(value) is last else None

    def _search(self, nodes: list[Any], programs: dict[int, Program]) -> Any:
        for at in range(len(nodes) - 1, self._first - 1, -1):
            is_connecting = code_of(nodes[at]).co_name == "sock_connect"
            for variable, value in enumerate(locals_and_stack(nodes[at])):
                if is_connecting and self._with_addresses and _is_address(value):
                    return value
                peer = self._follow(value, at, variable, (), programs)
                if peer is not None:
                    return peer
        return None

    def _follow(
        self, value: Any, at: int, variable: int, steps: tuple[tuple[type, str], ...], programs: dict[int, Program]
    ) -> Any:
        """Looks for a peer behind a value."""
        kind = type(value)
        peer = self._peer(value, programs)
        if peer is not None:
            self._path = at, variable, steps, kind
            return peer
        if len(steps) < _MAX_STEPS:
            for name in names_of(kind):
                inner = getattr(value, name, None)
                if inner is not None:
                    peer = self._follow(inner, at, variable, (*steps, (kind, name)), programs)
                    if peer is not None:
                        return peer
        return None

    def _peer(self, value: Any, programs: dict[int, Program]) -> Any:
        kind = type(value)
        if kind is Program:
            return value
        found = is_transport.get(kind)
        if found is None:
            found = _find_out(kind)
        if found:
            program = programs.get(id(value)) if programs else None
            if program is not None or not self._with_addresses:
                return program
            return value.get_extra_info("peername") or None
        if kind is socket.socket and self._with_addresses:
            try:
                return value.getpeername() or None
            except OSError:
                return None
        return None


# The attributes that may be read of the objects of a type, for the types that were seen.
_names_of: dict[type, tuple[str, ...]] = {}


def names_of(kind: type) -> tuple[str, ...]:
    """The attributes of objects of a type that lead on. Reading them runs no code of the program."""
    names = _names_of.get(kind)
    if names is None:
        if len(_names_of) >= 1000:
            _names_of.clear()
        names = _names_of[kind] = tuple(name for name in _NAMES if _is_plain(kind, name))
    return names


def _is_plain(kind: type, name: str) -> bool:
    reads: Any = kind.__getattribute__
    if reads is not object.__getattribute__ or issubclass(kind, type):
        return False
    for class_ in kind.__mro__:
        found = class_.__dict__.get(name)
        if found is not None:
            return type(found) in (MemberDescriptorType, GetSetDescriptorType)
    return not hasattr(kind, "__getattr__") and kind.__dictoffset__ != 0


# Whether a type is that of a transport, for the types that were seen.
is_transport: dict[type, bool] = {}


def _find_out(kind: type) -> bool:
    if len(is_transport) >= 1000:
        is_transport.clear()
    # Those of other packages may do anything when they are asked.
    package = str(kind.__module__).partition(".")[0]
    found = (package == "asyncio" and issubclass(kind, asyncio.BaseTransport)) or (
        package == "uvloop" and hasattr(kind, "get_extra_info")
    )
    is_transport[kind] = found
    return found


def _is_address(value: Any) -> bool:
    return type(value) is tuple and len(value) >= 2 and type(value[0]) is str and type(value[1]) is int


def _text(peer: Any) -> str:
    """The peer in words."""
    if type(peer) is Program:
        return str(peer)
    if _is_address(peer):
        host, port = peer[:2]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    # A socket of Unix: without the folders of the machine. It may be bytes, with a zero in front, if it has no file.
    path = os.fsdecode(peer) if isinstance(peer, (str, bytes)) else type(peer).__name__
    return f"unix:{os.path.basename(path.lstrip(chr(0)))}"
