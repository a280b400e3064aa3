"""Tasks: parents, names, steps, wake-ups, cancellations and ends."""

from __future__ import annotations

import asyncio
import gc
import pathlib
import sys
import weakref

import pytest
from helpers import record

import coroscope


async def sleeper() -> None:
    await asyncio.sleep(1)


def test_a_task_has_its_parent_its_name_and_the_line_that_made_it(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        await asyncio.create_task(sleeper(), name="first")

    run = record(main, tmp_path)
    assert run.lines("spawn") == ["spawn main -", "spawn first main"]
    made = next(event for event in run.events if event[1] == "spawn" and event[2] == 2)
    assert run.place(made[4]) == ("test_tasks.py", main.__code__.co_firstlineno + 1)


def test_the_steps_of_two_tasks_read_like_a_score(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        task = asyncio.create_task(sleeper(), name="s")
        await asyncio.sleep(0)
        await task

    run = record(main, tmp_path)
    assert run.lines("spawn", "poll", "wait", "wake", "pause", "end", "await")[:17] == [
        "spawn main -",
        "poll main",
        "spawn s main",
        "wait main turn",
        "wake main main",
        "pause main",
        "poll s",
        "wait s timer 1000000",
        "pause s",
        "poll main",
        "await main s",
        "wait main task s",
        "pause main",
        "wake s timer",
        "poll s",
        "wake main s",
        "end s done",
    ]


def test_time_is_in_microseconds_since_the_previous_event(tmp_path: pathlib.Path) -> None:
    run = record(sleeper, tmp_path)
    assert sum(event[0] for event in run.events) == 1_000_000


def test_a_failure_has_its_type_and_no_message(tmp_path: pathlib.Path) -> None:
    async def fail() -> None:
        raise ValueError("a secret")

    async def main() -> None:
        with pytest.raises(ValueError):
            await asyncio.create_task(fail())

    assert record(main, tmp_path).lines("end", of="fail") == ["end fail failed ValueError"]
    assert "a secret" not in (tmp_path / "run.coro.json").read_text().partition('"sources"')[0]
    assert record(main, tmp_path, error_messages=True).lines("end", of="fail") == ["end fail failed ValueError: a secret"]


def test_an_error_that_is_never_retrieved_is_recorded(tmp_path: pathlib.Path) -> None:
    async def fail() -> None:
        raise ValueError

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        task = asyncio.create_task(fail(), name="f")
        await asyncio.sleep(1)
        del task
        gc.collect()

    assert record(main, tmp_path).lines("unretrieved") == ["unretrieved f"]


def test_an_error_that_is_retrieved_later_is_recorded(tmp_path: pathlib.Path) -> None:
    async def fail() -> None:
        raise ValueError

    async def main() -> None:
        task = asyncio.create_task(fail(), name="f")
        await asyncio.sleep(1)
        task.exception()
        await asyncio.sleep(1)

    assert record(main, tmp_path).lines("retrieve", "unretrieved") == ["retrieve f main"]


def test_a_cancellation_has_who_and_where(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        task = asyncio.create_task(sleeper(), name="s")
        await asyncio.sleep(0)
        task.cancel("secret")
        await asyncio.wait([task])

    run = record(main, tmp_path)
    line = main.__code__.co_firstlineno + 3
    (cancel,) = run.lines("cancel")
    assert cancel.startswith("cancel s main: main, ") and cancel.endswith(f"test_tasks.py:{line}")
    assert run.lines("end", of="s") == ["end s cancelled"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.timeout is new in Python 3.11")
def test_a_timeout_is_set_expires_and_ends(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await asyncio.sleep(1)
        async with asyncio.timeout(2):
            await asyncio.sleep(1)

    run = record(main, tmp_path)
    assert run.lines("timeout", "timeout-expired", "timeout-end", "cancel") == [
        "timeout main 1 500000",
        "timeout-expired main 1",
        "cancel main -: the timeout expired",
        "timeout-end main 1",
        "timeout main 2 2000000",
        "timeout-end main 2",
    ]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Task.uncancel is new in Python 3.11")
def test_a_request_to_cancel_that_is_taken_back_is_recorded(tmp_path: pathlib.Path) -> None:
    async def stubborn() -> None:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            assert task is not None
            task.uncancel()
        await asyncio.sleep(1)

    async def main() -> None:
        task = asyncio.create_task(stubborn(), name="s")
        for _ in range(2):
            await asyncio.sleep(0)
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run = record(main, tmp_path)
    lines = run.lines("cancel", "uncancel", "end", of="s")
    assert [line.partition(":")[0] for line in lines] == ["cancel s main", "uncancel s", "cancel s main", "end s cancelled"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.timeout is new in Python 3.11")
def test_each_of_two_timeouts_takes_its_request_to_cancel_back(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        for _ in range(2):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await asyncio.sleep(1)

    run = record(main, tmp_path)
    assert run.lines("cancel", "uncancel") == ["cancel main -: the timeout expired", "uncancel main"] * 2


def test_wait_for_is_a_timeout_too(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(sleeper(), 0.5)

    run = record(main, tmp_path)
    assert run.lines("timeout", "timeout-expired", "timeout-end") == [
        "timeout main 1 500000",
        "timeout-expired main 1",
        "timeout-end main 1",
    ]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks are new in Python 3.12")
def test_an_eager_task_runs_where_it_is_made(tmp_path: pathlib.Path) -> None:
    async def at_once() -> None:
        pass

    async def main() -> None:
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        asyncio.create_task(at_once(), name="at_once")
        await asyncio.create_task(sleeper(), name="sleeper")

    run = record(main, tmp_path)
    assert run.lines("spawn", "poll", "pause", "wait", "end")[:9] == [
        "spawn main -",
        "poll main",
        "spawn at_once main",
        "poll at_once",
        "end at_once done",
        "spawn sleeper main",
        "poll sleeper",
        "wait sleeper timer 1000000",
        "pause sleeper",
    ]


def test_a_task_that_is_destroyed_is_a_warning(tmp_path: pathlib.Path) -> None:
    async def forever() -> None:
        await asyncio.get_running_loop().create_future()

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        asyncio.create_task(forever(), name="f")
        await asyncio.sleep(1)
        gc.collect()

    assert record(main, tmp_path).lines("warn") == ["warn destroyed-pending f"]


def test_recording_keeps_no_task_alive(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        task = asyncio.create_task(asyncio.sleep(0))
        reference = weakref.ref(task)
        await task
        del task
        await asyncio.sleep(0)
        assert reference() is None

    record(main, tmp_path)


def test_a_recorder_is_garbage_although_a_task_still_exists(tmp_path: pathlib.Path) -> None:
    async def forever() -> None:
        await asyncio.get_running_loop().create_future()

    loop = asyncio.new_event_loop()
    with coroscope.record(tmp_path / "run.coro.json") as session:
        task = loop.create_task(forever())
        loop.run_until_complete(asyncio.sleep(0))
    recorder = weakref.ref(session.recorder)
    del session
    gc.collect()
    assert recorder() is None
    task.cancel()
    loop.run_until_complete(asyncio.wait([task]))
    loop.close()
@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks are new in Python 3.12")
def test_an_eager_task_that_no_factory_made_is_found_when_it_is_awaited_or_woken(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        awaited, woken = (asyncio.Task(sleeper(), loop=loop, name=name, eager_start=True) for name in ("a", "w"))
        await asyncio.gather(awaited)
        await woken

    run = record(main, tmp_path)
    # That it was made in this task is only known of the one that it awaits.
    assert run.lines("spawn", "end") == [
        "spawn main -", "spawn a main", "spawn w -", "end a done", "end w done", "end main done",
    ]  # fmt: skip
    assert run.lines("await") == ["await main a"]
