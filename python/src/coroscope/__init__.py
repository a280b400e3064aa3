"""Records asyncio programs as timelines: `with coroscope.record("run.coro.json"):` or `python -m coroscope app.py`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from typing import Any, TypeVar

from ._session import Session
from .flight import FlightRecorder

__all__ = ["FlightRecorder", "Session", "record", "run"]

_T = TypeVar("_T")


def record(
    path: str | os.PathLike[str] = "run.coro.json",
    *,
    title: str = "",
    sources: bool = True,
    error_messages: bool = False,
    addresses: bool = True,
    flush: float | None = None,
) -> Session:
    """Records what the process does inside of `with`, and writes it to a file at the end.

    `sources` keeps the text of the program's files that appear in the recording. `error_messages` keeps the messages of
    exceptions, which may contain values; otherwise only their types are kept. `addresses` keeps the addresses at the other
    end of sockets. With `flush`, the file is also written at this interval, in seconds, so that it is there after SIGKILL.
    """
    return Session(
        path, title=title, sources=sources, error_messages=error_messages, addresses=addresses, flush=flush
    )


def run(
    main: Coroutine[Any, Any, _T],
    path: str | os.PathLike[str] = "run.coro.json",
    *,
    debug: bool | None = None,
    **options: Any,
) -> _T:
    """`asyncio.run(main)`, recorded. The options are those of `record`."""
    with record(path, **options):
        return asyncio.run(main, debug=debug)
