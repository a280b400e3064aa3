"""anyio on asyncio: task groups, time limits, streams and threads."""

from __future__ import annotations

import asyncio
import pathlib
from typing import Any

import pytest
from helpers import record

anyio = pytest.importorskip("anyio", reason="left out: anyio is not installed")


def test_the_tasks_of_a_group_have_their_parent_and_the_group_waits(tmp_path: pathlib.Path) -> None:
    async def one() -> None:
        await anyio.sleep(0.01)

    async def main() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(one, name="a")
            group.start_soon(one, name="b")

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("spawn") == ["spawn main -", "spawn a main", "spawn b main"]
    assert run.lines("wait", of="a") == ["wait a io anyio: sleep"]
    assert run.lines("wait", of="main")[0] == "wait main io anyio: TaskGroup.__aexit__"


def test_a_group_whose_task_fails_cancels_the_others(tmp_path: pathlib.Path) -> None:
    async def fail() -> None:
        raise ValueError

    async def main() -> None:
        with pytest.raises(BaseException) as caught:
            async with anyio.create_task_group() as group:
                group.start_soon(anyio.sleep, 3600, name="a")
                group.start_soon(fail, name="f")
        assert "ExceptionGroup" in type(caught.value).__name__

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("end", of="f") == ["end f failed ValueError"]
    assert run.lines("end", of="a") == ["end a cancelled"]
    assert run.lines("cancel", of="a")[0].startswith("cancel a ")


def test_a_time_limit_cancels_and_takes_it_back(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        with anyio.move_on_after(0.01) as scope:
            await anyio.sleep(3600)
        assert scope.cancelled_caught
        await anyio.sleep(0.001)

    run = record(main, tmp_path, asyncio.new_event_loop)
    cancels = run.lines("cancel", of="main")
    assert cancels
    if hasattr(asyncio.Task, "uncancel"):
        assert run.lines("uncancel") == ["uncancel main"] * len(cancels)
    assert run.lines("end", of="main") == ["end main done"]


def test_a_stream_in_memory_and_a_thread_are_waits_by_their_names(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        send, receive = anyio.create_memory_object_stream[int](0)

        async def consume() -> None:
            async with receive:
                async for _ in receive:
                    pass

        async with anyio.create_task_group() as group:
            group.start_soon(consume, name="consume")
            async with send:
                await send.send(1)
                await anyio.to_thread.run_sync(len, "")

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert any("MemoryObjectReceiveStream" in line for line in run.lines("wait", of="consume"))
    assert "wait main io anyio: run_sync" in run.lines("wait", of="main")


def test_a_subprocess_has_its_lane_though_anyio_started_it(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        done: Any = await anyio.run_process(["true"])
        assert done.returncode == 0

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("thread") == ["thread main subprocess true process"]
    assert any(line.endswith("anyio: run_process (subprocess true)") for line in run.lines("wait", of="main"))
