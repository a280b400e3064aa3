"""Coroutines and tasks of libraries."""

from __future__ import annotations

import asyncio
import pathlib
from collections.abc import Coroutine
from typing import Any

import pytest
from helpers import record


async def one(name: str) -> None:
    await asyncio.sleep(1)


class Request(Coroutine[Any, Any, None]):
    """A coroutine of another type than Python's, as libraries have them."""

    def __init__(self, inner: Coroutine[Any, Any, None]) -> None:
        self._inner = inner

    def send(self, value: Any) -> Any:
        return self._inner.send(value)

    def throw(self, *error: Any) -> Any:
        return self._inner.throw(*error)

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Any:
        return self._inner.__await__()


class Opaque(Request):
    """One in which nothing leads to the coroutine."""

    def __init__(self, inner: Coroutine[Any, Any, None]) -> None:
        self._send = inner.send

    def send(self, value: Any) -> Any:
        return self._send(value)


def test_a_coroutine_of_another_type_waits_for_what_is_inside_of_it(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        await asyncio.create_task(Request(one("a")), name="request")
        await asyncio.create_task(Opaque(one("b")), name="opaque")

    run = record(main, tmp_path)
    assert run.lines("wait", of="request") == ["wait request timer 1000000"]
    assert run.lines("wait", of="opaque") == ["wait opaque future"]
    assert run.lines("end", of="opaque") == ["end opaque done"]


def test_a_task_of_a_library_that_awaits_a_task_waits_for_it(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    (folder / "server_library.py").write_text(
        "import asyncio\n"
        "async def serve(handler):\n"
        "    await asyncio.create_task(handler, name='handler')\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    import server_library  # type: ignore[import-not-found]

    async def main() -> None:
        await asyncio.create_task(server_library.serve(one("a")), name="serve")
        await server_library.serve(one("b"))

    run = record(main, tmp_path)
    assert run.lines("wait", of="serve") == ["wait serve task handler"]
    # What the program called is a wait by its name, and has an arrow to the task too.
    assert run.lines("wait", "await", of="main")[2:] == [
        "await main handler", "wait main io server_library: serve",
    ]  # fmt: skip
