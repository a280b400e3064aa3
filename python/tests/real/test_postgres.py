"""PostgreSQL through asyncpg."""

from __future__ import annotations

import asyncio
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
from helpers import record

asyncpg = pytest.importorskip("asyncpg", reason="left out: asyncpg is not installed")
uvloop = pytest.importorskip("uvloop", reason="left out: uvloop is not installed")
import postgres  # noqa: E402

SOCKET = "unix:.s.PGSQL.5432"
LOOPS = pytest.mark.parametrize("make_loop", [asyncio.new_event_loop, uvloop.new_event_loop])


@pytest.fixture(scope="module")
def database() -> Iterator[dict[str, str]]:
    try:
        with postgres.server() as (folder, user):
            yield {"host": folder, "user": user, "database": "postgres"}
    except postgres.Missing as missing:
        pytest.skip(f"left out: {missing}")


@LOOPS
def test_a_query_is_named_by_the_method_and_the_servers_socket(
    tmp_path: pathlib.Path, database: dict[str, str], make_loop: Any
) -> None:
    async def main() -> None:
        connection = await asyncpg.connect(**database)
        assert await connection.fetchval("select 6 * 7") == 42
        await connection.execute("select pg_sleep(0.01)")
        await connection.close()

    run = record(main, tmp_path, make_loop)
    waits = run.lines("wait", of="main")
    assert f"wait main io asyncpg: Connection.fetchval ({SOCKET})" in waits
    assert f"wait main io asyncpg: Connection.execute ({SOCKET})" in waits
    assert waits[0].startswith("wait main io asyncpg: connect")
    assert run.lines("end", of="main") == ["end main done"]


def test_two_queries_at_the_same_time_wait_for_their_connections(
    tmp_path: pathlib.Path, database: dict[str, str]
) -> None:
    async def main() -> None:
        async with asyncpg.create_pool(**database, min_size=1, max_size=1) as pool:

            async def ask() -> None:
                async with pool.acquire() as connection:
                    await connection.fetch("select pg_sleep(0.01)")

            await asyncio.gather(asyncio.create_task(ask(), name="a"), asyncio.create_task(ask(), name="b"))

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("wait", of="a")[0] == f"wait a io asyncpg: Connection.fetch ({SOCKET})"
    # The pool is what it is for the program: a number of permits.
    assert run.lines("make") == ["make 1 Semaphore 1"] and run.lines("label") == ["label 1 asyncpg: Pool"]
    assert run.lines("wait", of="b")[0] == "wait b acquire 1"
    assert run.lines("level") == ["level 1 0 1 0", "level 1 0 0 0", "level 1 1 0 0"]
    assert f"wait b io asyncpg: Connection.fetch ({SOCKET})" in run.lines("wait", of="b")


def test_a_lock_around_a_connection_has_its_holder_and_its_waiter(
    tmp_path: pathlib.Path, database: dict[str, str]
) -> None:
    async def main() -> None:
        connection, lock = await asyncpg.connect(**database), asyncio.Lock()

        async def ask() -> None:
            async with lock:
                await connection.fetch("select pg_sleep(0.01)")

        await asyncio.gather(asyncio.create_task(ask(), name="a"), asyncio.create_task(ask(), name="b"))
        await connection.close()

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("hold") == ["hold 1 a 0", "hold 1 a 1", "hold 1 - 1", "hold 1 b 0", "hold 1 - 0"]
    assert run.lines("wait", of="b")[0] == "wait b acquire 1"


def test_an_error_of_the_server_is_how_the_task_ends(tmp_path: pathlib.Path, database: dict[str, str]) -> None:
    async def divide(connection: Any) -> None:
        await connection.fetchval("select 1 / 0")

    async def main() -> None:
        connection = await asyncpg.connect(**database)
        with pytest.raises(asyncpg.DivisionByZeroError):
            await asyncio.create_task(divide(connection), name="divide")
        await connection.close()

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("end", of="divide") == ["end divide failed DivisionByZeroError"]
    assert run.lines("retrieve") == ["retrieve divide main"]


def test_a_query_that_takes_too_long_is_cancelled(tmp_path: pathlib.Path, database: dict[str, str]) -> None:
    async def main() -> None:
        connection = await asyncpg.connect(**database)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(connection.fetch("select pg_sleep(60)"), 0.05)
        await connection.close()

    run = record(main, tmp_path, asyncio.new_event_loop)
    (expired,) = run.lines("timeout-expired")
    number = int(expired.rpartition(" ")[2])
    (micros,) = [event[4] for event in run.events if event[1] == "timeout" and event[3] == number]
    assert 0 < micros <= 50_000
