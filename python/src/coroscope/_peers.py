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
        # Where the peer was found: the link, its variable, and the attributes from there.
        self._path: tuple[int, int, tuple[str, ...]] | None = None
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
        at, variable, names = self._path
        found = locals_and_stack(nodes[at]) if at < len(nodes) else []
        value = found[variable] if variable < len(found) else None
        for name in names:
            if name not in names_of(type(value)):
                return None
            value = getattr(value, name, None)
        return self._peer(value, programs)

    def _search(self, nodes: list[Any], programs: dict[int, Program]) -> Any:
        for at in range(len(nodes) - 1, self._first - 1, -1):
            is_connecting = code_of(nodes[at]).co_name == "sock_connect"
            for variable, value in enumerate(locals_and_stack(nodes[at])):
                if is_connecting and self._with_addresses and _is_address(value):
                    return value
                names = self._follow(value, (), programs)
                if names is not None:
                    self._path = at, variable, names
                    return self._again(nodes, programs)
        return None

    def _follow(self, value: Any, names: tuple[str, ...], programs: dict[int, Program]) -> tuple[str, ...] | None:
        """The attributes from a value to its peer."""
        if self._peer(value, programs) is not None:
            return names
        if len(names) < _MAX_STEPS:
            for name in names_of(type(value)):
                inner = getattr(value, name, None)
                if inner is not None:
                    found = self._follow(inner, (*names, name), programs)
                    if found is not None:
                        return found
        return None

    def _peer(self, value: Any, programs: dict[int, Program]) -> Any:
        kind = type(value)
        if kind is Program:
            return value
        if _is_transport(kind):
            program = programs.get(id(value))
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


def _is_transport(kind: type) -> bool:
    # Those of other packages may do anything when they are asked.
    package = kind.__module__.partition(".")[0]
    return (package == "asyncio" and issubclass(kind, asyncio.BaseTransport)) or (
        package == "uvloop" and hasattr(kind, "get_extra_info")
    )


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
