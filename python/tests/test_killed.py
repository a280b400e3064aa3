"""Programs that are killed or interrupted while they are recorded."""

from __future__ import annotations

import asyncio
import pathlib
import signal
import sys
from typing import Any

import pytest
from helpers import Recording, python, record

import coroscope

PROGRAM = """\
import asyncio, os, signal

async def other():
    await asyncio.sleep(3600)

async def main():
    task = asyncio.create_task(other(), name="other")
    await asyncio.sleep(0.001)
    {end}

asyncio.run(main())
"""
# It ends when the file is there.
KILLED = """while not os.path.exists({file!r}):
        await asyncio.sleep(0.001)
    os.kill(os.getpid(), signal.SIGKILL)"""


def run(folder: pathlib.Path, end: str, *options: str) -> tuple[Any, Recording]:
    (folder / "app.py").write_text(PROGRAM.format(end=end))
    done = python("-m", "coroscope", *options, "app.py", cwd=folder)
    return done, Recording((folder / "app.coro.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_with_flush_a_recording_is_there_after_sigkill(tmp_path: pathlib.Path) -> None:
    done, recording = run(tmp_path, KILLED.format(file="app.coro.json"), "--flush", "0.01")
    assert done.returncode == -signal.SIGKILL
    assert recording.lines("note") == ["note written while the program ran; what followed is missing"]
    assert recording.lines("wait", of="other") == ["wait other timer 3600000000"]
    assert recording.lines("end") == []


def test_the_file_of_a_flush_is_replaced_at_the_end(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "run.coro.json"

    async def main() -> None:
        while not path.exists():
            await asyncio.sleep(0.001)

    recording = record(main, tmp_path, asyncio.new_event_loop, flush=0.001)
    assert recording.lines("end") == ["end main done"] and recording.lines("note") == []
    assert [it.name for it in tmp_path.iterdir()] == ["run.coro.json"]


def test_a_flight_recorder_with_flush_leaves_its_last_seconds_only_if_it_is_killed(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        while not list(tmp_path.glob("last-*.coro.json")):
            await asyncio.sleep(0.001)
        (file,) = tmp_path.glob("last-*.coro.json")
        found.append(Recording(file.read_text(encoding="utf-8")))

    found: list[Recording] = []
    with coroscope.FlightRecorder(tmp_path, flush=0.001):
        asyncio.run(main())
    assert "spawn main -" in found[0].lines("spawn")
    assert list(tmp_path.iterdir()) == []


def test_flush_has_to_be_a_number_of_seconds(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ValueError, match="above 0, not 0"):
        coroscope.record(tmp_path / "run.coro.json", flush=0)
    done = python("-m", "coroscope", "--flush", "-1", "app.py", cwd=tmp_path)
    assert done.returncode == 2 and "-1 is no number of seconds above 0" in done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs SIGHUP")
def test_a_terminal_that_is_closed_leaves_a_recording(tmp_path: pathlib.Path) -> None:
    done, recording = run(tmp_path, "os.kill(os.getpid(), signal.SIGHUP)")
    assert done.returncode == -signal.SIGHUP
    assert recording.lines("note") == ["note the program was ended by SIGHUP"]


def test_an_interrupt_ends_the_program_as_it_would_without_a_recording(tmp_path: pathlib.Path) -> None:
    loop = "asyncio.get_running_loop()"
    done, recording = run(tmp_path, f"{loop}.call_soon(os.kill, os.getpid(), signal.SIGINT)\n    await task")
    plain = python("app.py", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (plain.returncode, plain.stdout)
    assert done.stderr.splitlines()[-1] == plain.stderr.splitlines()[-1] == "KeyboardInterrupt"
    if sys.version_info >= (3, 11):
        # asyncio cancels the main task, which passes it on to what it awaits.
        assert recording.lines("cancel")[0] == "cancel other -: the program was interrupted"
    assert "end other cancelled" in recording.lines("end")


def test_an_exit_in_the_middle_of_a_loop_keeps_what_other_tasks_wait_for(tmp_path: pathlib.Path) -> None:
    done, recording = run(tmp_path, "asyncio.get_running_loop().call_soon(os._exit, 5)\n    await task")
    assert done.returncode == 5
    assert recording.lines("note") == ["note the program ended by os._exit"]
    assert recording.lines("wait", of="other") == ["wait other timer 3600000000"]
    assert recording.lines("wait", of="main")[-1] == "wait main task other"


@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="needs /dev/full")
def test_on_a_device_without_space_the_last_events_are_kept(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import os

    async def main() -> None:
        for _ in range(50):
            await asyncio.sleep(0)

    # The first attempt is written there.
    (tmp_path / f"run.coro.json.{os.getpid()}.part").symlink_to("/dev/full")
    recording = record(main, tmp_path)
    assert "did not fit" in capsys.readouterr().err
    assert recording.file["dropped"] > 0 and recording.lines("end") == ["end main done"]


def test_a_task_factory_that_was_set_before_recording_began_goes_on_to_work(tmp_path: pathlib.Path) -> None:
    made: list[Any] = []

    def factory(loop: Any, coro: Any, **options: Any) -> Any:
        made.append(coro)
        return asyncio.Task(coro, loop=loop, **options)

    async def main() -> None:
        await asyncio.create_task(asyncio.sleep(0.001), name="own")

    loop = asyncio.new_event_loop()
    loop.set_task_factory(factory)
    recording = record(main, tmp_path, lambda: loop)
    assert loop.get_task_factory() is factory and len(made) == 2
    # Python 3.13.0 names a task "None" that has no name.
    assert len(recording.lines("spawn")) == 2 and recording.lines("end", of="own") == ["end own done"]
