"""However a program ends, a readable file is left that says what is missing."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import pathlib
import resource
import signal
import subprocess
import sys
import weakref
from typing import Any

import pytest
from helpers import SOURCE, Recording, VirtualLoop, python, record

import coroscope
from coroscope import _log

BEGIN = "import asyncio, os, signal, sys\nasync def main():\n    await asyncio.sleep(0.001)\n"


def run(folder: pathlib.Path, program: str, *options: str) -> tuple[Any, Recording]:
    """Runs a program under `python -m coroscope`, and reads its recording."""
    (folder / "app.py").write_text(BEGIN + program)
    done = python("-m", "coroscope", *options, "app.py", cwd=folder)
    return done, Recording((folder / "app.coro.json").read_text(encoding="utf-8"))


def test_os_exit(tmp_path: pathlib.Path) -> None:
    done, recording = run(tmp_path, "    os._exit(3)\nasyncio.run(main())\n")
    assert done.returncode == 3
    assert recording.lines("note") == ["note the program ended by os._exit"]
    assert recording.lines("wait") == ["wait main timer 1000"]


def test_sys_exit_in_a_task(tmp_path: pathlib.Path) -> None:
    done, recording = run(tmp_path, "    sys.exit(4)\nasyncio.run(main())\n")
    assert done.returncode == 4
    assert recording.lines("end")[0] == "end main failed SystemExit"


def test_an_exception(tmp_path: pathlib.Path) -> None:
    done, recording = run(tmp_path, "    raise ValueError('secret')\nasyncio.run(main())\n")
    assert done.returncode == 1 and "ValueError: secret" in done.stderr
    assert recording.lines("end")[0] == "end main failed ValueError"


def test_sigterm(tmp_path: pathlib.Path) -> None:
    done, recording = run(tmp_path, "    os.kill(os.getpid(), signal.SIGTERM)\nasyncio.run(main())\n")
    assert done.returncode == -signal.SIGTERM
    assert recording.lines("note") == ["note the program was ended by SIGTERM"]


def test_a_programs_own_handler_of_sigterm_is_used(tmp_path: pathlib.Path) -> None:
    program = (
        "    stopped = asyncio.Event()\n"
        "    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    await stopped.wait()\n"
        "    print('own')\n"
        "asyncio.run(main())\n"
    )
    done, recording = run(tmp_path, program)
    assert (done.returncode, done.stdout) == (0, "own\n")
    assert "wait main wait 1" in recording.lines("wait")


def test_a_loop_that_never_ends_and_an_exit_elsewhere(tmp_path: pathlib.Path) -> None:
    program = (
        "    loop = asyncio.get_running_loop()\n"
        # It runs after the step that ends with the wait.
        "    loop.call_soon(is_waiting.set)\n"
        "    await loop.create_future()\n"
        "import threading\n"
        "is_waiting = threading.Event()\n"
        "threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()\n"
        "is_waiting.wait()\n"
    )
    done, recording = run(tmp_path, program)
    assert done.returncode == 0
    assert recording.lines("wait", of="main")[-1] == "wait main future"


def test_a_fork_is_noted_and_its_child_writes_nothing(tmp_path: pathlib.Path) -> None:
    program = (
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        os._exit(0)\n"
        "    os.waitpid(child, 0)\n"
        "    await asyncio.sleep(0)\n"
        "asyncio.run(main())\n"
    )
    done, recording = run(tmp_path, program)
    assert done.returncode == 0
    assert recording.lines("note") == ["note the process made a copy of itself (fork); the copy is not recorded"]
    assert recording.lines("end")[0] == "end main done"


def test_on_a_full_disk_the_last_events_are_kept(tmp_path: pathlib.Path) -> None:
    (tmp_path / "app.py").write_text(
        "import asyncio\n"
        "async def main():\n"
        "    for _ in range(2000):\n"
        "        await asyncio.sleep(0)\n"
        "asyncio.run(main())\n"
    )

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "coroscope", "app.py"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, preexec_fn=limit, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert "did not fit" in done.stderr
    recording = Recording((tmp_path / "app.coro.json").read_text(encoding="utf-8"))
    assert recording.file["dropped"] > 1000
    # The task is there although its beginning is not.
    assert recording.lines("spawn")[0] == "spawn main -"
    assert recording.lines("end")[0] == "end main done"
    assert [it.name for it in tmp_path.iterdir() if it.name.endswith(".part")] == []


def test_a_folder_that_does_not_exist_is_a_message(tmp_path: pathlib.Path) -> None:
    (tmp_path / "app.py").write_text(BEGIN + "asyncio.run(main())\nprint('done')\n")
    done = python("-m", "coroscope", "-o", "nowhere/run.coro.json", "app.py", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "done\n")
    assert "the recording could not be written to" in done.stderr


def test_a_log_is_bounded_and_begins_with_what_exists(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_log, "CHUNK", 64)

    async def waiter(lock: asyncio.Lock) -> None:
        async with lock:
            await asyncio.sleep(10_000)

    async def main() -> None:
        lock = asyncio.Lock()
        tasks = [asyncio.create_task(waiter(lock), name=name) for name in ("first", "second")]
        for _ in range(300):
            await asyncio.create_task(asyncio.sleep(1), name="short")
        for task in reversed(tasks):
            task.cancel()

    recording = record(main, tmp_path, max_events=200)
    assert recording.file["dropped"] > 1000
    assert 200 <= len(recording.events) < 500
    spawned = recording.lines("spawn")
    assert spawned[:3] == ["spawn main -", "spawn first main", "spawn second main"]
    assert "hold 1 first 1" in recording.lines("hold")
    assert recording.lines("wait", of="second")[0] == "wait second acquire 1"


def test_only_the_last_seconds_are_kept(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_log, "CHUNK", 64)

    async def main() -> None:
        for _ in range(100):
            await asyncio.sleep(1)

    recording = record(main, tmp_path, seconds=20)
    seconds = sum(event[0] for event in recording.events) / 1e6
    assert 20 <= seconds < 40


def test_a_second_recording_at_the_same_time_is_not_made(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with coroscope.record(tmp_path / "a.coro.json"):
        with coroscope.record(tmp_path / "b.coro.json"):
            asyncio.run(asyncio.sleep(0))
    assert "no second recording is made" in capsys.readouterr().err
    assert [it.name for it in tmp_path.iterdir()] == ["a.coro.json"]
    assert Recording((tmp_path / "a.coro.json").read_text()).lines("end")[0] == "end sleep done"
    # And the first one has ended, so that another can begin.
    record(lambda: asyncio.sleep(0), tmp_path, VirtualLoop)


def test_a_program_without_tasks_is_said_to_have_none(tmp_path: pathlib.Path) -> None:
    with coroscope.record(tmp_path / "a.coro.json"):
        pass
    recording = Recording((tmp_path / "a.coro.json").read_text())
    assert recording.lines("note") == ["note no task of asyncio ran while this was recorded"]


def test_a_recording_that_has_ended_can_be_collected(tmp_path: pathlib.Path) -> None:
    async def waits(event: asyncio.Event) -> None:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(event.wait(), 60)

    async def main() -> weakref.ref[Any]:
        session = coroscope.record(tmp_path / "run.coro.json")
        with session:
            tasks = [asyncio.create_task(waits(asyncio.Event())) for _ in range(3)]
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return weakref.ref(session.recorder)

    recorder = asyncio.run(main())
    gc.collect()
    assert recorder() is None
