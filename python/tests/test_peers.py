"""Waits for a socket have the address at its other end."""

from __future__ import annotations

import asyncio
import pathlib
import socket
from typing import Any

import pytest
from helpers import record

from coroscope import _log
from coroscope._peers import names_of

uvloop = pytest.importorskip("uvloop")
LOOPS = pytest.mark.parametrize("make_loop", [asyncio.new_event_loop, uvloop.new_event_loop])


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    # It answers after a turn, so that the client has to wait.
    line = await reader.readline()
    await asyncio.sleep(0.001)
    writer.write(line)
    writer.close()


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"line\n")
    assert await reader.readline() == b"line\n"
    writer.close()


@LOOPS
def test_streams_have_the_address_of_the_peer(tmp_path: pathlib.Path, make_loop: Any) -> None:
    ports = []

    async def main() -> None:
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        await ask(*await asyncio.open_connection("127.0.0.1", ports[-1]))
        server.close()

    run = record(main, tmp_path, make_loop)
    assert f"wait main io asyncio: StreamReader.readline (127.0.0.1:{ports[0]})" in run.lines("wait")
    record(main, tmp_path, make_loop, addresses=False)
    assert "127.0.0.1:" not in (tmp_path / "run.coro.json").read_text().partition('"sources"')[0]


def test_while_it_connects_the_address_is_known_too(tmp_path: pathlib.Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = listening.getsockname()

        async def main() -> None:
            _, writer = await asyncio.open_connection(*address)
            writer.close()

        run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("wait", of="main")[0] == f"wait main io asyncio: open_connection (127.0.0.1:{address[1]})"


def test_a_socket_of_unix_is_named_without_its_folder(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        server = await asyncio.start_unix_server(echo, tmp_path / "of.sock")
        await ask(*await asyncio.open_unix_connection(tmp_path / "of.sock"))
        server.close()

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert "wait main io asyncio: StreamReader.readline (unix:of.sock)" in run.lines("wait")
    # The server does not know who called.
    assert "wait echo io asyncio: StreamReader.readline" in run.lines("wait")


def test_a_plain_socket_has_a_peer(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as sock:
            sock.setblocking(False)
            await loop.sock_connect(sock, listening.getsockname())
            ports.append(listening.getsockname()[1])
            other, _ = listening.accept()
            loop.call_later(0.001, other.send, b"x")
            await loop.sock_recv(sock, 1)
            other.close()

    ports: list[int] = []
    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("wait", of="main")[-1].endswith(f"sock_recv (127.0.0.1:{ports[0]})")


def test_the_number_of_addresses_is_bounded(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        for _ in range(6):
            await ask(*await asyncio.open_connection(*server.sockets[0].getsockname()))
        server.close()

    monkeypatch.setattr(_log, "MAX_PEERS", 3)
    run = record(main, tmp_path, asyncio.new_event_loop)
    assert len([text for text in run.file["texts"] if "(127.0.0.1:" in text]) == 3


def test_looking_for_a_peer_runs_no_code_of_the_program() -> None:
    class WithProperty:
        @property
        def transport(self) -> None:
            raise AssertionError

    class WithGetattr:
        def __getattr__(self, name: str) -> None:
            raise AssertionError

    class WithGetattribute:
        def __getattribute__(self, name: str) -> None:
            raise AssertionError

    class Plain:
        __slots__ = ("transport",)

    assert [names_of(kind) for kind in (WithProperty, WithGetattr, WithGetattribute)] == [
        tuple(name for name in names_of(type("Other", (), {})) if name != "transport"), (), (),
    ]  # fmt: skip
    assert names_of(Plain) == ("transport",)
