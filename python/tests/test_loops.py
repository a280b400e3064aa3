"""Loops: they are as they were before, and are recorded however they are made and used."""

from __future__ import annotations

import asyncio
import math
import pathlib
import socket
import sys
import threading
import time
import weakref
from typing import Any

import pytest
from helpers import Recording, VirtualLoop, python, record

import coroscope
from coroscope import _tasks

uvloop = pytest.importorskip("uvloop")


async def sleeper() -> None:
    await asyncio.sleep(0.001)


def read(path: pathlib.Path) -> Recording:
    return Recording(path.read_text(encoding="utf-8"))


def test_a_loop_is_as_before_when_recording_has_ended(tmp_path: pathlib.Path) -> None:
    loop = asyncio.new_event_loop()
    before = dict(vars(loop))
    with coroscope.record(tmp_path / "run.coro.json"):
        loop.run_until_complete(sleeper())
    assert set(vars(loop)) == set(before)
    loop.run_until_complete(sleeper())
    loop.close()


def test_handles_look_like_asyncios(tmp_path: pathlib.Path) -> None:
    shown: list[str] = []

    def callback() -> None:
        pass

    async def main() -> None:
        loop = asyncio.get_running_loop()
        for handle in (loop.call_soon(callback), loop.call_later(1, callback)):
            assert isinstance(handle, asyncio.Handle)
            shown.append(repr(handle))
            handle.cancel()
        await asyncio.sleep(0)

    loop = VirtualLoop()
    loop.run_until_complete(main())
    record(main, tmp_path)
    assert shown[0] == shown[2] and shown[1] == shown[3]


def test_uvloop_is_recorded(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        lock = asyncio.Lock()
        async with lock:
            await asyncio.gather(sleeper(), sleeper())
        waits = threading.Event()
        asyncio.get_running_loop().call_soon(waits.set)
        await asyncio.to_thread(waits.wait)

    run = record(main, tmp_path, uvloop.new_event_loop)
    assert run.lines("wait", of="main") == ["wait main tasks 2", "wait main task #4"]
    assert run.lines("wait", of="sleeper") == ["wait sleeper timer 1000"] * 2
    assert run.lines("wake", of="sleeper") == ["wake sleeper timer"] * 2


def test_recording_can_begin_in_a_running_task(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        other = asyncio.create_task(sleeper(), name="other")
        await asyncio.sleep(0)
        with coroscope.record(tmp_path / "run.coro.json"):
            await asyncio.create_task(sleeper(), name="new")
        await other

    asyncio.run(main())
    run = read(tmp_path / "run.coro.json")
    assert "spawn new main" in run.lines("spawn")
    assert run.lines("wait", of="main") == ["wait main task new"]
    assert run.lines("spawn", of="other") == ["spawn other -"]


def test_a_loop_that_was_made_and_filled_before_is_recorded(tmp_path: pathlib.Path) -> None:
    loop = asyncio.new_event_loop()
    task = loop.create_task(sleeper(), name="early")
    with coroscope.record(tmp_path / "run.coro.json"):
        loop.run_until_complete(task)
    loop.close()
    run = read(tmp_path / "run.coro.json")
    assert run.lines("spawn", "poll", "wait", "end") == [
        "spawn early -", "poll early", "wait early timer 1000", "poll early", "end early done",
    ]  # fmt: skip


def test_two_loops_in_two_threads_are_in_one_recording(tmp_path: pathlib.Path) -> None:
    with coroscope.record(tmp_path / "run.coro.json"):
        threads = [threading.Thread(target=lambda: asyncio.run(sleeper())) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    run = read(tmp_path / "run.coro.json")
    assert run.lines("end").count("end sleeper done") == 2


def test_a_programs_own_task_factory_goes_on_to_work(tmp_path: pathlib.Path) -> None:
    made: list[Any] = []

    def factory(loop: Any, coro: Any, **options: Any) -> Any:
        task: Any = asyncio.Task(coro, loop=loop, **options)
        made.append(task)
        return task

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_task_factory(factory)
        assert loop.get_task_factory() is factory
        await asyncio.create_task(sleeper(), name="own")

    run = record(main, tmp_path)
    assert len(made) == 1
    assert run.lines("spawn")[1].endswith(" main")
    assert run.lines("wait", of="own") == ["wait own timer 1000"]


def test_a_task_class_in_python_is_recorded(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        python_task: Any = asyncio.tasks._PyTask  # type: ignore[attr-defined]
        loop.set_task_factory(lambda loop, coro, **options: python_task(coro, loop=loop, **options))
        await asyncio.create_task(sleeper())

    run = record(main, tmp_path)
    # Python 3.13.0 names such a task "None".
    assert run.lines("wait")[0].startswith("wait main task ")


def test_a_slow_callback_is_recorded(tmp_path: pathlib.Path) -> None:
    def slow() -> None:
        time.sleep(0.002)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.call_soon(slow)
        loop.call_later(0, slow)
        await asyncio.sleep(0.001)

    for make_loop in (asyncio.new_event_loop, uvloop.new_event_loop):
        assert record(main, tmp_path, make_loop).lines("callback") == ["callback slow"] * 2


def test_debug_mode_keeps_its_stack_traces(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_debug(True)
        for handle in (loop.call_soon(len, ""), loop.call_later(0, len, ""), loop.call_at(0, len, "")):
            traceback: Any = handle._source_traceback  # type: ignore[attr-defined]
            assert traceback[-1].name == "main"
        await asyncio.sleep(0)

    record(main, tmp_path)


def test_passes_have_the_numbers_of_ready_tasks_and_timers(tmp_path: pathlib.Path) -> None:
    run = record(sleeper, tmp_path)
    assert run.events[2][1:] == ["pass", 1, 0]
    assert [1, "pass"] not in [event[:2] for event in run.events]
    assert [event[2:] for event in run.events if event[1] == "passed"][0] == [0, 1]


def test_passes_of_uvloop_have_them_too(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        tasks = [asyncio.create_task(sleeper()), asyncio.create_task(asyncio.sleep(3600))]
        await asyncio.sleep(0)
        loop.call_soon(len, "")
        tasks[1].cancel()
        await tasks[0]

    run = record(main, tmp_path, uvloop.new_event_loop)
    assert run.lines("spawn", "poll", "wait", of="main")[:3] == ["spawn main -", "poll main", "wait main turn"]
    passes = [event[1:] for event in run.events if event[1] in ("pass", "passed")]
    # The first pass begins before the loop is seen. The next one has the two tasks, and main that has yielded.
    assert passes[0] == ["pass", 3, 0]
    # The callback and the cancelled task are left, and two timers.
    assert passes[1] == ["passed", 2, 2]
    assert [event[0] for event in passes] == ["pass", "passed"] * (len(passes) // 2)
    assert passes[-1] == ["passed", 0, 0]


@pytest.mark.parametrize("make_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_an_error_in_the_recorder_ends_only_the_recording(
    tmp_path: pathlib.Path, make_loop: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: Any) -> Any:
        raise ZeroDivisionError("of the recorder")

    async def main() -> str:
        await sleeper()
        monkeypatch.setattr(_tasks, "awaited", broken)
        await asyncio.gather(sleeper(), sleeper())
        return "done"

    path = tmp_path / "run.coro.json"
    loop = make_loop()
    with coroscope.record(path):
        assert loop.run_until_complete(main()) == "done"
    loop.close()
    assert "an error in the recorder: ZeroDivisionError" in capsys.readouterr().err
    assert read(path).lines("note")[0].startswith("note the recording ends here because of an error in the recorder")


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.Runner is new in Python 3.11")
def test_a_runner_that_runs_twice_is_recorded_twice(tmp_path: pathlib.Path) -> None:
    with coroscope.record(tmp_path / "run.coro.json"), asyncio.Runner() as runner:
        runner.run(sleeper())
        runner.run(sleeper())
    assert read(tmp_path / "run.coro.json").lines("end").count("end sleeper done") == 2


def test_nest_asyncio_is_recorded(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("nest_asyncio")
    (tmp_path / "app.py").write_text(
        "import asyncio, nest_asyncio\n"
        "async def inner():\n"
        "    await asyncio.sleep(0.001)\n"
        "async def main():\n"
        "    nest_asyncio.apply()\n"
        "    task = asyncio.create_task(inner())\n"
        "    asyncio.get_running_loop().run_until_complete(inner())\n"
        "    await task\n"
        "asyncio.run(main())\n"
    )
    done = python("-m", "coroscope", "app.py", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    run = read(tmp_path / "app.coro.json")
    assert run.lines("end").count("end inner done") == 2
    assert "end main done" in run.lines("end")


def test_a_slow_callback_of_a_socket_is_recorded(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        one, other = socket.socketpair()
        done = asyncio.Event()

        def on_readable() -> None:
            time.sleep(0.002)
            loop.remove_reader(one)
            done.set()

        loop.add_reader(one, on_readable)
        other.send(b"x")
        await done.wait()
        one.close()
        other.close()

    run = record(main, tmp_path, asyncio.new_event_loop)
    assert run.lines("callback") == ["callback on_readable"]
    assert run.lines("wake", of="main") == ["wake main outside"]


@pytest.mark.parametrize("make_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_an_exception_does_not_keep_its_task_alive(tmp_path: pathlib.Path, make_loop: Any) -> None:
    async def fail() -> None:
        raise ValueError

    async def main() -> None:
        task = asyncio.create_task(fail())
        reference = weakref.ref(task)
        await asyncio.wait([task])
        error = task.exception()
        del task
        # Its traceback leads to the frames that have run the step.
        assert error is not None and error.__traceback__ is not None
        assert reference() is None

    record(main, tmp_path, make_loop)


@pytest.mark.parametrize("make_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_a_timer_that_never_ends_is_none(tmp_path: pathlib.Path, make_loop: Any) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        if make_loop is asyncio.new_event_loop:
            loop.call_at(math.inf, len, "").cancel()
            loop.call_later(math.inf, len, "").cancel()
        await asyncio.wait_for(sleeper(), 1e11)

    run = record(main, tmp_path, make_loop)
    assert run.lines("note") == [] and run.lines("timeout") == []
