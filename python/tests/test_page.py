"""Pages with a recording, and the page that follows a program."""

from __future__ import annotations

import base64
import gzip
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
from typing import Any

import pytest
from pages import PAGE, Program, install

APP = """\
import asyncio

async def main():
    await asyncio.sleep(0)

asyncio.run(main())
"""

# Ends after it was asked to, while the loop goes on.
WAITS = """\
import asyncio, sys

async def tick():
    while True:
        await asyncio.sleep(0.01)

async def main():
    ticking = asyncio.create_task(tick())
    await asyncio.to_thread(sys.stdin.readline)
    ticking.cancel()

asyncio.run(main())
"""


def coroscope(folder: pathlib.Path, *arguments: str, page: str | None = PAGE) -> subprocess.CompletedProcess[str]:
    environment = install(folder, page)
    command = [sys.executable, "-m", "coroscope", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


def embedded(page: pathlib.Path) -> bytes:
    text = page.read_text(encoding="utf-8")
    begin = '<script type="application/gzip" id="coroscope-recording" data-name="app.coro.json">'
    found = re.search(f"{begin}(.*?)</script>", text)
    assert found
    return gzip.decompress(base64.b64decode(found[1], validate=True))


def events(parts: bytes) -> list[Any]:
    lines = [json.loads(line) for line in parts.decode().splitlines()]
    return [event for line in lines for event in line.get("events", ())]


def test_a_page_has_the_whole_recording_in_it(tmp_path: pathlib.Path) -> None:
    (tmp_path / "app.py").write_text(APP)
    done = coroscope(tmp_path, "-o", "app.coro.json", "--html", "app.html", "app.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert embedded(tmp_path / "app.html") == (tmp_path / "app.coro.json").read_bytes()
    assert "<title>app.py · Coroscope</title>" in (tmp_path / "app.html").read_text(encoding="utf-8")


def test_with_a_page_no_other_file_is_needed(tmp_path: pathlib.Path) -> None:
    (tmp_path / "app.py").write_text(APP)
    assert coroscope(tmp_path, "--html", "app.html", "app.py").returncode == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["app.html", "app.py", "packages"]
    assert json.loads(embedded(tmp_path / "app.html"))["meta"]["title"] == "app.py"


def test_a_page_is_written_however_the_program_ends(tmp_path: pathlib.Path) -> None:
    (tmp_path / "app.py").write_text(APP + "import os\nos._exit(3)\n")
    assert coroscope(tmp_path, "--html", "app.html", "app.py").returncode == 3
    assert b"os._exit" in embedded(tmp_path / "app.html")


def test_a_page_is_made_of_a_recording(tmp_path: pathlib.Path) -> None:
    recording = '{"coroscope":5,\n"meta":{"title":"</title><script>"},\n"events":[]}'
    (tmp_path / "app.coro.json").write_text(recording)
    done = coroscope(tmp_path, "html", "app.coro.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert embedded(tmp_path / "app.html") == recording.encode()
    assert "<title>&lt;/title&gt;&lt;script&gt; · Coroscope</title>" in (tmp_path / "app.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "words"),
    [("trace.json", "trace.json is not a recording"), ("none.json", "No such file"), ("folder", "Is a directory")],
)
def test_what_is_no_recording_is_refused(tmp_path: pathlib.Path, name: str, words: str) -> None:
    (tmp_path / "trace.json").write_text('{"traceEvents":[]}')
    (tmp_path / "folder").mkdir()
    done = coroscope(tmp_path, "html", name, "-o", "page.html")
    assert done.returncode == 1 and words in done.stderr
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize("arguments", [["--html", "app.html", "app.py"], ["--open", "app.py"], ["html", "app.coro.json"]])
def test_an_installation_without_the_page_says_so_before_the_program_runs(
    tmp_path: pathlib.Path, arguments: list[str]
) -> None:
    (tmp_path / "app.py").write_text("print('it runs')\n" + APP)
    (tmp_path / "app.coro.json").write_text('{"coroscope":5,"events":[]}')
    done = coroscope(tmp_path, *arguments, page=None)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cargo xtask build" in done.stderr and "Traceback" not in done.stderr


def test_the_page_follows_the_program_to_its_end(tmp_path: pathlib.Path) -> None:
    program = Program(tmp_path, WAITS)
    page = program.get()
    assert page.status == 200
    assert page.read().decode() == PAGE.replace("A recording", "app.py")
    recording = program.get("recording")
    beginning = recording.readline()
    assert json.loads(beginning)["parts"] is True and json.loads(beginning)["meta"]["title"] == "app.py"
    # Something arrives while the program runs.
    first = recording.readline()
    assert events(first)
    program.go_on()
    rest = recording.read()
    assert json.loads(rest.splitlines()[-1]) == {"end": True}
    written = json.loads((tmp_path / "app.coro.json").read_bytes())
    assert events(first + rest) == written["events"]
    sources = [json.loads(line).get("sources", {}) for line in (first + rest).splitlines()]
    assert {"app.py": WAITS} in sources


def test_two_pages_get_the_same_and_one_that_leaves_does_not_matter(tmp_path: pathlib.Path) -> None:
    program = Program(tmp_path, WAITS)
    one, other, gone = (program.get("recording") for _ in range(3))
    gone.readline()
    gone.close()
    program.go_on()
    assert one.read() == other.read()


def test_the_server_ends_when_the_page_has_the_end(tmp_path: pathlib.Path) -> None:
    program = Program(tmp_path, WAITS)
    recording = program.get("recording")
    program.go_on()
    recording.read()
    with pytest.raises(OSError):
        while True:
            socket.create_connection((program.address.hostname or "", program.address.port or 0), 10).close()


def test_the_end_waits_for_a_page_that_is_late(tmp_path: pathlib.Path) -> None:
    program = Program(tmp_path, WAITS)
    program.process.communicate("\n", timeout=60)
    assert program.get().status == 200
    assert b'{"end":true}' in program.get("recording").read()


def test_a_program_that_is_killed_has_its_recording_in_the_page(tmp_path: pathlib.Path) -> None:
    program = Program(tmp_path, WAITS)
    recording = program.get("recording")
    recording.readline()
    assert events(recording.readline())
    program.process.send_signal(signal.SIGKILL)
    program.process.communicate()
    *_, note, end = recording.read().splitlines()
    assert b"it was killed, or crashed" in note and json.loads(end) == {"end": True}


@pytest.mark.parametrize("path", ["/", "/recording", "/wrong/", "/wrong/recording", "//", "/%2e%2e/"])
def test_without_the_token_nothing_is_served(tmp_path: pathlib.Path, path: str) -> None:
    program = Program(tmp_path, WAITS)
    answer = program.get(path)
    assert answer.status == 403 and b"token" in answer.read()
    program.go_on()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_requests_of_other_sites_are_refused(tmp_path: pathlib.Path, headers: dict[str, str]) -> None:
    program = Program(tmp_path, WAITS)
    for path in ("", "recording"):
        answer = program.get(path, **headers)
        assert answer.status == 403 and b"only" in answer.read()
        assert answer.getheader("Access-Control-Allow-Origin") is None
    assert program.get("nothing").status == 404
    assert program.get("", Sec_Fetch_Site="none").status == 200
    program.go_on()


def test_the_server_is_no_child_of_the_program(tmp_path: pathlib.Path) -> None:
    # Without children, it raises.
    waits = "import os\ntry:\n    os.wait()\nexcept ChildProcessError:\n    pass\nelse:\n    raise SystemExit('a child')\n"
    program = Program(tmp_path, waits + WAITS)
    program.process.communicate("\n", timeout=60)
    assert program.process.returncode == 0
    program.get("recording").read()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_copy_of_the_program_does_not_keep_the_page_waiting(tmp_path: pathlib.Path) -> None:
    # The copy outlives the program, which is killed, until its input ends.
    copy = "import os\nif not os.fork():\n    os.close(2)\n    os.read(0, 1)\n    os._exit(0)\n"
    program = Program(tmp_path, copy + WAITS)
    recording = program.get("recording")
    assert events(recording.readline() + recording.readline())
    program.process.kill()
    program.process.wait()
    assert json.loads(recording.read().splitlines()[-1]) == {"end": True}
    assert program.process.stdin is not None
    program.process.stdin.close()
