"""A server and a client of aiohttp."""

from __future__ import annotations

import asyncio
import pathlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from helpers import record

aiohttp = pytest.importorskip("aiohttp", reason="left out: aiohttp is not installed")
uvloop = pytest.importorskip("uvloop", reason="left out: uvloop is not installed")
from aiohttp import web  # noqa: E402

# The task of a request at the server.
REQUEST = "RequestHandler._handle_request"


@asynccontextmanager
async def serving(**handlers: Any) -> AsyncIterator[str]:
    """The address of a server with a handler for each path."""
    app = web.Application()
    for name, handler in handlers.items():
        app.router.add_get(f"/{name}", handler)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"{host}:{port}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("make_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_both_sides_of_a_request_are_in_the_recording(tmp_path: pathlib.Path, make_loop: Any) -> None:
    addresses = []

    async def hello(request: web.Request) -> web.Response:
        await asyncio.sleep(0.01)
        return web.Response(text="hello")

    async def main() -> None:
        async with serving(hello=hello) as address, aiohttp.ClientSession() as session:
            addresses.append(address)
            async with session.get(f"http://{address}/hello") as response:
                assert await response.text() == "hello"

    run = record(main, tmp_path, make_loop)
    assert f"wait main io aiohttp: ClientSession.get ({addresses[0]})" in run.lines("wait")
    # The server has a task for each connection, and in it one for each request.
    waits = run.lines("wait", of="RequestHandler.start")
    assert f"wait RequestHandler.start task {REQUEST}" in waits
    assert waits[-1].startswith("wait RequestHandler.start io aiohttp: RequestHandler.start (127.0.0.1:")
    assert run.lines("wait", "wake", of=REQUEST) == [f"wait {REQUEST} timer 10000", f"wake {REQUEST} timer"]


def test_requests_share_what_they_share(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        lock, limit = asyncio.Lock(), asyncio.Semaphore(2)

        async def hello(request: web.Request) -> web.Response:
            async with limit, lock:
                await asyncio.sleep(0.01)
            return web.Response(text="hello")

        async with serving(hello=hello) as address, aiohttp.ClientSession() as session:

            async def ask() -> None:
                async with session.get(f"http://{address}/hello") as response:
                    assert response.status == 200

            await asyncio.gather(*(ask() for _ in range(3)))

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert sorted(run.lines("make")) == ["make 1 Lock 0", "make 2 Semaphore 2"]
    assert [line for line in run.lines("hold") if " - " not in line] != []
    assert {line.split()[2] for line in run.lines("hold")} == {REQUEST, "-"}
    # One waits for the lock while another has it, and the third for the semaphore.
    waits = run.lines("wait", of=REQUEST)
    assert f"wait {REQUEST} acquire 1" in waits and f"wait {REQUEST} acquire 2" in waits
    assert run.lines("level")[-1] == "level 2 2 0 0"


def test_a_handler_that_fails_fails_the_request_and_not_the_servers_task(tmp_path: pathlib.Path) -> None:
    async def broken(request: web.Request) -> web.Response:
        raise ValueError("of the handler")

    async def ask(session: Any, url: str) -> None:
        async with session.get(url) as response:
            response.raise_for_status()

    async def main() -> None:
        async with serving(broken=broken) as address, aiohttp.ClientSession() as session:
            task = asyncio.create_task(ask(session, f"http://{address}/broken"), name="ask")
            with pytest.raises(aiohttp.ClientResponseError):
                await task

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("end", of="ask") == ["end ask failed ClientResponseError"]
    assert run.lines("retrieve", of="ask") == ["retrieve ask main"]
    assert "failed ValueError" not in " ".join(run.lines("end"))


def test_a_client_that_gives_up_has_a_timeout(tmp_path: pathlib.Path) -> None:
    async def never(request: web.Request) -> web.Response:
        await asyncio.sleep(3600)
        return web.Response()

    async def main() -> None:
        async with serving(never=never) as address, aiohttp.ClientSession() as session:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(session.get(f"http://{address}/never"), 0.05)

    run = record(main, tmp_path, asyncio.new_event_loop)
    (expired,) = run.lines("timeout-expired")
    number = expired.rpartition(" ")[2]
    # aiohttp has time limits of its own.
    (micros,) = [event[4] for event in run.events if event[1] == "timeout" and event[3] == int(number)]
    assert 0 < micros <= 50_000
    assert f"timeout-end main {number}" in run.lines("timeout-end")
    # The server cancels the handler when the client has closed the connection.
    assert run.lines("end", of=REQUEST) == [f"end {REQUEST} cancelled"]
    assert f"wait {REQUEST} timer 3600000000" in run.lines("wait")
