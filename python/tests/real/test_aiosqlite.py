"""SQLite through aiosqlite, which has a thread of its own for each connection."""

from __future__ import annotations

import asyncio
import pathlib
import sqlite3
from typing import Any

import pytest
from helpers import record

aiosqlite = pytest.importorskip("aiosqlite", reason="left out: aiosqlite is not installed")


def test_a_statement_is_named_by_its_method_and_woken_from_outside(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        async with aiosqlite.connect(":memory:") as connection:
            await connection.execute("create table item (name text)")
            await connection.execute("insert into item values ('secret')")
            async with connection.execute("select name from item") as cursor:
                assert await cursor.fetchall() == [("secret",)]

    run = record(main, tmp_path, asyncio.new_event_loop)
    waits = run.lines("wait", of="main")
    assert waits.count("wait main io aiosqlite: Connection.execute") == 3
    assert "wait main io aiosqlite: Cursor.fetchall" in waits
    assert set(run.lines("wake", of="main")) == {"wake main outside"}
    assert "secret" not in (tmp_path / "run.coro.json").read_text().partition('"sources"')[0]


def test_an_error_of_sqlite_is_how_the_task_ends(tmp_path: pathlib.Path) -> None:
    async def ask(connection: Any) -> None:
        await connection.execute("select * from nothing")

    async def main() -> None:
        async with aiosqlite.connect(":memory:") as connection:
            with pytest.raises(sqlite3.OperationalError):
                await asyncio.create_task(ask(connection), name="ask")

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("end", of="ask") == ["end ask failed OperationalError"]
