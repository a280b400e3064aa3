"""ASGI middleware: records the tasks of one request, such as one with the header `x-coroscope`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ._session import Session, active

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def has_header(scope: Scope) -> bool:
    """Whether a request has the header `x-coroscope`."""
    return any(name.lower() == b"x-coroscope" for name, _ in scope.get("headers", ()))


class RecordRequests:
    """Writes a recording for each request that `select` chooses, with the request's task and those that it spawned.

    Requests at the same time are not recorded: one after the other is. After `limit` recordings no more are made, so that
    a client cannot fill the disk.
    """

    def __init__(
        self,
        app: App,
        folder: str | os.PathLike[str] = ".",
        *,
        select: Callable[[Scope], bool] = has_header,
        limit: int = 20,
        **options: Any,
    ) -> None:
        self._app, self._folder, self._select = app, os.path.abspath(os.fspath(folder)), select
        self._limit, self._options = limit, options
        self._recorded = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = scope["type"] == "http" and self._recorded < self._limit and active() is None and self._select(scope)
        task = asyncio.current_task() if wanted else None
        if task is None:
            return await self._app(scope, receive, send)
        self._recorded += 1
        session = Session(None, title=f"{scope.get('method', '')} {scope.get('path', '')}", **self._options)
        session.start()
        record = session.recorder.records.get(id(task))
        try:
            await self._app(scope, receive, send)
        finally:
            session.stop()
            if record is not None:
                path = os.path.join(self._folder, f"request-{os.getpid()}-{self._recorded}.coro.json")
                session.save(path, only=session.family(record.number))
