"""Subprocesses and functions in pools: their lanes, and the names of the waits for them."""

from __future__ import annotations

import asyncio
import operator
import pathlib
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest
from helpers import record

uvloop = pytest.importorskip("uvloop")
NAME = pathlib.Path(sys.executable).name
LOOPS = pytest.mark.parametrize("make_loop", [asyncio.new_event_loop, uvloop.new_event_loop])


async def start(code: str, **options: Any) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-c", code, "secret", **options)


@LOOPS
def test_a_subprocess_has_a_lane_and_its_waits_have_its_name(tmp_path: pathlib.Path, make_loop: Any) -> None:
    async def main() -> None:
        process = await start("input()", stdin=asyncio.subprocess.PIPE)
        assert process.stdin is not None
        process.stdin.write(b"line\n")
        assert await process.wait() == 0

    run = record(main, tmp_path, make_loop)
    assert run.lines("thread") == [f"thread main subprocess {NAME} process"]
    assert [line.rpartition(" ")[2] for line in run.lines("thread-end")] == ["done"]
    assert run.lines("wait", of="main") == [f"wait main io subprocess {NAME}"] * 2
    lane = next(event for event in run.events if event[1] == "thread")
    assert run.place(lane[5]) == ("test_processes.py", start.__code__.co_firstlineno + 1)
    # Nor anything else of the command line.
    assert "secret" not in (tmp_path / "run.coro.json").read_text().partition('"sources"')[0]


@LOOPS
def test_communicate_is_a_wait_for_the_subprocess(tmp_path: pathlib.Path, make_loop: Any) -> None:
    async def main() -> None:
        process = await start("print(input())", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
        assert await process.communicate(b"line\n") == (b"line\n", None)

    run = record(main, tmp_path, make_loop)
    waits = run.lines("wait", of="main")
    assert set(waits) == {f"wait main io subprocess {NAME}"} and len(waits) >= 2
    assert run.lines("wait", of="Process._read_stream")[0] == f"wait Process._read_stream io subprocess {NAME}"


def test_what_is_read_from_a_subprocess_has_its_name(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        process = await start("input(); print()", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(b"line\n")
        await process.stdout.readline()
        await process.wait()

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert f"wait main io asyncio: StreamReader.readline (subprocess {NAME})" in run.lines("wait")


@LOOPS
def test_how_a_subprocess_ended_is_in_its_lane(tmp_path: pathlib.Path, make_loop: Any) -> None:
    async def main() -> None:
        await (await start("raise SystemExit(3)")).wait()
        process = await start("input()", stdin=asyncio.subprocess.PIPE)
        process.kill()
        assert await process.wait() == -signal.SIGKILL
        with pytest.raises(FileNotFoundError):
            await asyncio.create_subprocess_exec("/nowhere/program")

    run = record(main, tmp_path, make_loop)
    assert [line.partition(" ")[2].partition(" ")[2] for line in run.lines("thread-end")] == [
        "failed exit status 3", "failed ended by SIGKILL", "failed FileNotFoundError",
    ]  # fmt: skip


def test_a_shells_command_is_not_recorded(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        process = await asyncio.create_subprocess_shell("PASSWORD=secret true")
        await process.wait()

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("thread") == ["thread main subprocess shell process"]
    assert "secret" not in (tmp_path / "run.coro.json").read_text().partition('"sources"')[0]


@LOOPS
def test_a_function_in_a_pool_of_processes_has_a_lane(tmp_path: pathlib.Path, make_loop: Any) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(1) as pool:
            assert await loop.run_in_executor(pool, operator.add, 1, 2) == 3
            with pytest.raises(ZeroDivisionError):
                await loop.run_in_executor(pool, operator.truediv, 1, 0)

    run = record(main, tmp_path, make_loop)
    assert run.lines("thread") == ["thread main add (in a pool) process", "thread main truediv (in a pool) process"]
    assert run.lines("thread-end") == ["thread-end #2 done", "thread-end #3 failed ZeroDivisionError"]
    assert run.lines("wait", of="main") == ["wait main task #2", "wait main task #3"]
