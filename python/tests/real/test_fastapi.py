"""FastAPI on uvicorn, with httpx as the client."""

from __future__ import annotations

import asyncio
import pathlib
import socket
from typing import Any

import pytest
from helpers import record

fastapi = pytest.importorskip("fastapi", reason="left out: fastapi is not installed")
httpx = pytest.importorskip("httpx", reason="left out: httpx is not installed")
uvicorn = pytest.importorskip("uvicorn", reason="left out: uvicorn is not installed")


async def serve_and(app: Any, use: Any) -> str:
    """Serves an application while a coroutine uses it. Returns its address."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        address = f"127.0.0.1:{sock.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="critical"))
        serving = asyncio.create_task(server.serve(sockets=[sock]), name="server")
        async with httpx.AsyncClient(base_url=f"http://{address}") as client:
            await use(client)
        server.should_exit = True
        await serving
    return address


def test_an_endpoint_is_part_of_its_requests_task(tmp_path: pathlib.Path) -> None:
    app = fastapi.FastAPI()
    addresses = []

    @app.get("/slow")
    async def slow() -> dict[str, str]:
        await asyncio.sleep(0.01)
        return {"answer": "slow"}

    async def use(client: Any) -> None:
        assert (await client.get("/slow")).json() == {"answer": "slow"}

    async def main() -> None:
        addresses.append(await serve_and(app, use))

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert f"wait main io httpx: AsyncClient.get ({addresses[0]})" in run.lines("wait", of="main")
    request = "RequestResponseCycle.run_asgi"
    (wait,) = [event for event in run.events if event[1] == "wait" and run.task(event[2]) == request]
    assert run.place(wait[3]) == ("test_fastapi.py", slow.__code__.co_firstlineno + 2)
    assert run.lines("wait", of=request) == [f"wait {request} timer 10000"]
    assert run.lines("end", of=request) == [f"end {request} done"]


def test_an_endpoint_in_a_thread_is_a_wait_of_its_requests_task(tmp_path: pathlib.Path) -> None:
    app = fastapi.FastAPI()

    @app.get("/plain")
    def plain() -> dict[str, str]:
        return {"answer": "plain"}

    async def use(client: Any) -> None:
        assert (await client.get("/plain")).json() == {"answer": "plain"}

    async def main() -> None:
        await serve_and(app, use)

    run = record(main, tmp_path, asyncio.new_event_loop)
    request = "RequestResponseCycle.run_asgi"
    # anyio has threads of its own, which the loop does not know.
    assert f"wait {request} io anyio: run_sync" in run.lines("wait", of=request)


def test_an_endpoint_that_fails_is_an_answer_of_the_server(tmp_path: pathlib.Path) -> None:
    app = fastapi.FastAPI()

    @app.get("/broken")
    async def broken() -> None:
        raise ValueError("of the endpoint")

    async def use(client: Any) -> None:
        assert (await client.get("/broken")).status_code == 500

    async def main() -> None:
        await serve_and(app, use)

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert "end RequestResponseCycle.run_asgi done" in run.lines("end")
    assert run.lines("unretrieved") == []
