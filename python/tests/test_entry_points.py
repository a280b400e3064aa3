"""The ways to record: the command, a function, the pytest plugin, the middleware and the flight recorder."""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import pathlib
import signal
import sys
import threading
import time
from typing import Any

import pytest
from helpers import PROJECT, Recording, python

import coroscope
from coroscope.asgi import RecordRequests

APP = """\
import asyncio, sys

async def main():
    await asyncio.sleep(0)
    print(__name__, sys.argv, sys.path[0])

asyncio.run(main())
"""


def read(path: pathlib.Path) -> Recording:
    return Recording(path.read_text(encoding="utf-8"))


def test_a_script_runs_as_under_python(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "app.py").write_text(APP)
    plain = python("folder/app.py", "-o", "x", cwd=tmp_path)
    recorded = python("-m", "coroscope", "-o", "out.json", "folder/app.py", "-o", "x", cwd=tmp_path)
    assert recorded.stdout == plain.stdout
    recording = read(tmp_path / "out.json")
    assert recording.file["sources"] == {"folder/app.py": APP}
    assert recording.file["meta"]["title"] == "folder/app.py"


def test_a_package_runs_as_under_python(tmp_path: pathlib.Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(APP)
    plain = python("-m", "package", "a", cwd=tmp_path)
    recorded = python("-m", "coroscope", "--no-source", "-m", "package", "a", cwd=tmp_path)
    assert recorded.stdout == plain.stdout
    assert "sources" not in read(tmp_path / "package.coro.json").file


def test_without_a_program_the_command_says_what_it_needs(tmp_path: pathlib.Path) -> None:
    done = python("-m", "coroscope", cwd=tmp_path)
    assert done.returncode == 2 and "give the program to run" in done.stderr
    done = python("-m", "coroscope", "nothing.py", cwd=tmp_path)
    assert done.returncode == 1 and "there is no file nothing.py" in done.stderr


def test_the_command_says_which_form_records(tmp_path: pathlib.Path) -> None:
    done = python("-m", "coroscope", "--version", cwd=tmp_path, environment={"COROSCOPE_PURE": "1"})
    assert done.stdout.startswith("coroscope ") and done.stdout.endswith(", without the compiled module\n")


def test_run_is_asyncio_run_with_a_recording(tmp_path: pathlib.Path) -> None:
    async def main() -> str:
        await asyncio.sleep(0)
        return "done"

    assert coroscope.run(main(), tmp_path / "run.coro.json") == "done"
    assert read(tmp_path / "run.coro.json").lines("end")[0] == "end main done"


TESTS = """\
import asyncio
import pytest

def test_passes():
    asyncio.run(asyncio.sleep(0))

def test_fails():
    async def main():
        await asyncio.sleep(0)
        assert False
    asyncio.run(main())

def test_skips():
    pytest.skip()

def test_without_a_loop():
    assert False

@pytest.mark.asyncio
async def test_of_pytest_asyncio():
    await asyncio.sleep(0)
    assert False
"""


@pytest.mark.parametrize(
    ("mode", "kept"),
    [("failed", ["fails", "of_pytest_asyncio"]), ("all", ["fails", "of_pytest_asyncio", "passes"])],
)
def test_the_pytest_plugin_keeps_recordings(tmp_path: pathlib.Path, mode: str, kept: list[str]) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)
    # pytest finds the plugin by itself if the package is installed.
    is_installed = any(it.name == "coroscope" for it in importlib.metadata.entry_points(group="pytest11"))
    plugin = [] if is_installed else ["-p", "coroscope.pytest_plugin"]
    arguments = [*plugin, f"--coroscope={mode}", "-p", "no:cacheprovider", "--rootdir=."]
    done = python("-m", "pytest", *arguments, cwd=tmp_path)
    assert "3 failed, 1 passed, 1 skipped" in done.stdout
    found = sorted((tmp_path / "coroscope").iterdir())
    assert [it.name for it in found] == [f"test_it-test_{name}.coro.json" for name in kept]
    assert all(read(it).lines("spawn") for it in found)
    assert "recording: " in done.stdout


def test_the_middleware_records_the_tasks_of_one_request(tmp_path: pathlib.Path) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.create_task(asyncio.sleep(0), name="of the request")

    async def other() -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    async def request(application: Any, *headers: tuple[bytes, bytes]) -> None:
        await application({"type": "http", "method": "GET", "path": "/", "headers": headers}, None, None)

    async def main() -> None:
        application = RecordRequests(app, tmp_path)
        background = asyncio.create_task(other(), name="background")
        await asyncio.create_task(request(application), name="without header")
        await asyncio.create_task(request(application, (b"X-Coroscope", b"1")), name="request")
        await background

    asyncio.run(main())
    (file,) = tmp_path.iterdir()
    recording = read(file)
    assert recording.file["meta"]["title"] == "GET /"
    assert recording.lines("spawn") == ["spawn request -", "spawn of the request request"]


def wait_for_file(folder: pathlib.Path) -> pathlib.Path:
    for thread in threading.enumerate():
        if thread.name == "coroscope-dump":
            thread.join()
    (file,) = [it for it in folder.iterdir() if it.name.endswith(".coro.json")]
    return file


@pytest.mark.skipif(not hasattr(signal, "SIGUSR2"), reason="needs a signal for users")
def test_the_flight_recorder_dumps_by_a_signal(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        await asyncio.sleep(0)
        signal.raise_signal(signal.SIGUSR2)
        await asyncio.sleep(0)

    with coroscope.FlightRecorder(tmp_path, signal_number=signal.SIGUSR2):
        asyncio.run(main())
    assert signal.getsignal(signal.SIGUSR2) == signal.SIG_DFL
    recording = read(wait_for_file(tmp_path))
    assert recording.lines("note") == ["note written because of: signal"]


def test_the_flight_recorder_dumps_when_the_loop_is_held(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        await asyncio.sleep(0)
        time.sleep(0.003)
        await asyncio.sleep(0)
        time.sleep(0.003)
        await asyncio.sleep(0)

    with coroscope.FlightRecorder(tmp_path, held=0.002):
        asyncio.run(main())
    recording = read(wait_for_file(tmp_path))
    assert recording.lines("note")[0].startswith("note the loop was held for ")


def test_the_package_has_types_and_needs_nothing() -> None:
    assert (pathlib.Path(coroscope.__file__).parent / "py.typed").exists()
    assert "dependencies = []" in (PROJECT / "pyproject.toml").read_text()
    assert json.dumps(sorted(coroscope.__all__)) == '["FlightRecorder", "Session", "record", "run"]'
    assert sys.version_info >= (3, 10)


def test_the_source_is_found_although_the_program_changes_its_folder(tmp_path: pathlib.Path) -> None:
    program = APP.replace("asyncio.run(main())", "import os\nos.chdir('/')\nasyncio.run(main())")
    (tmp_path / "app.py").write_text(program)
    python("-m", "coroscope", "app.py", cwd=tmp_path)
    assert read(tmp_path / "app.coro.json").file["sources"] == {"app.py": program}
