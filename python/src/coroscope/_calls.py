"""The name of a library's call, such as `aiohttp: ClientSession.get`. The source is read when the recording is written."""

from __future__ import annotations

import ast
import functools
import linecache
from dataclasses import dataclass

_START_PROCESSES = ("create_subprocess_exec", "create_subprocess_shell", "subprocess_exec", "subprocess_shell")


@dataclass(frozen=True)
class LibraryCall:
    """A call of a library in a line of the program."""

    package: str
    name: str
    # The class of the method that was found in the await chain.
    owner: type | None
    # The line of the program.
    file: str
    line: int
    # The other end: an address or a subprocess.
    peer: str = ""

    def text(self) -> str:
        """The name: of the method that the program called, if its line says so; else of the one that waits."""
        if self.peer.startswith("subprocess ") and self._is_of_process():
            return self.peer
        return f"{self._call()} ({self.peer})" if self.peer else self._call()

    def _is_of_process(self) -> bool:
        """Whether it is a function of asyncio for subprocesses. The recorder replaces two of them."""
        owner, _, function = self.name.rpartition(".")
        return self.package in ("asyncio", "coroscope") and (owner == "Process" or function in _START_PROCESSES)

    def _call(self) -> str:
        called = called_method(self.file, self.line) if self.owner is not None else None
        if called is not None and self.has_method(called):
            return f"{self.package}: {self.class_name()}.{called}"
        return f"{self.package}: {self.name}"

    def has_method(self, name: str) -> bool:
        """Whether the class has such a method."""
        return callable(getattr(self.owner, name, None))

    def class_name(self) -> str:
        """The name of the class."""
        return "" if self.owner is None else self.owner.__name__


@functools.lru_cache(maxsize=64)
def _tree(file: str) -> ast.AST | None:
    try:
        return ast.parse("".join(linecache.getlines(file)))
    except (SyntaxError, ValueError, RecursionError):
        return None


@functools.lru_cache(maxsize=4096)
def called_method(file: str, line: int) -> str | None:
    """The method that was called for what is awaited: `get` for `await session.get(url)` and `async with` it."""
    tree = _tree(file)
    found: list[ast.expr] = []
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Await) and _covers(node, line):
            found.append(node.value)
        elif isinstance(node, ast.AsyncWith):
            found += [it.context_expr for it in node.items if _covers(it.context_expr, line)]
        elif isinstance(node, ast.AsyncFor) and _covers(node.iter, line):
            found.append(node.iter)
    # With several on one line it is not clear which of them waits.
    if len(found) == 1 and isinstance(found[0], ast.Call) and isinstance(found[0].func, ast.Attribute):
        return found[0].func.attr
    return None


def _covers(node: ast.expr, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)
