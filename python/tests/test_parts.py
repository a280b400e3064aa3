"""A recording in parts that is written while the program runs."""

from __future__ import annotations

import json
import os
import pathlib
import pickle
import signal
import time
from typing import Any

import pytest
from helpers import SOURCE, python

from coroscope import Session
from coroscope._events import POLL, SPAWN, packed, packed_name
from coroscope._feed import Feed
from coroscope._live import Live, NotFollowed
from coroscope._log import CHUNK
from coroscope._parts import PartWriter

PROGRAM = """
import asyncio

async def work():
    await asyncio.sleep(0.01)

async def main():
    await asyncio.gather(*(work() for _ in range(20)))

asyncio.run(main())
"""


def parts(path: pathlib.Path) -> list[dict[str, Any]]:
    """The lines of a file, of which the first is the beginning and each is complete."""
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    first, *rest = map(json.loads, text.splitlines())
    assert list(first)[:2] == ["coroscope", "parts"] and first["parts"] is True
    return rest


def events(lines: list[dict[str, Any]]) -> list[Any]:
    return [event for line in lines for event in line.get("events", ())]


def test_the_file_has_what_the_whole_recording_has(tmp_path: pathlib.Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    done = python("-m", "coroscope", "--parts", "app.coro.jsonl", "app.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = parts(tmp_path / "app.coro.jsonl")
    assert lines[-1] == {"end": True}
    whole = json.loads((tmp_path / "app.coro.json").read_text())
    assert events(lines) == whole["events"]
    assert [text for line in lines for text in line.get("texts", ())] == whole["texts"]
    assert [line["sources"] for line in lines if "sources" in line] == [whole["sources"]]


def test_it_grows_while_the_program_runs_and_has_the_last_events_of_one_that_was_killed(tmp_path: pathlib.Path) -> None:
    (tmp_path / "app.py").write_text(
        """
import asyncio, os, signal, time

def grown():
    try:
        return b'"events"' in open("app.coro.jsonl", "rb").read()
    except OSError:
        return False

async def main():
    await asyncio.sleep(0)
    while not grown():
        await asyncio.sleep(0.01)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
    )
    done = python("-m", "coroscope", "--parts", "app.coro.jsonl", "app.py", cwd=tmp_path)
    assert done.returncode == -signal.SIGKILL
    path = tmp_path / "app.coro.jsonl"
    # The process that writes it sees the end of the program a moment later.
    while b'"end"' not in path.read_bytes():
        time.sleep(0.01)
    lines = parts(path)
    assert any("was killed" in text for line in lines for text in line.get("texts", ()))
    assert not (tmp_path / "app.coro.json").exists()


def test_a_file_that_can_not_be_written_is_said_before_the_program_runs(tmp_path: pathlib.Path) -> None:
    (tmp_path / "app.py").write_text("print('ran')")
    done = python("-m", "coroscope", "--parts", "no/such/folder.jsonl", "app.py", cwd=tmp_path)
    assert done.returncode == 1 and "No such file or directory" in done.stderr and done.stdout == ""
    with pytest.raises(NotFollowed):
        Live(Session(None), serve=False, file=str(tmp_path / "no" / "file"))


def test_a_disk_that_is_full_ends_the_file_and_not_the_program(tmp_path: pathlib.Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM + "print('ran')")
    # Only the process that writes it may write no more than this, and a signal would end it.
    (tmp_path / "sitecustomize.py").write_text(
        f"""
import resource, signal, sys
if "_follow" in str(sys.orig_argv):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
"""
    )
    path = os.pathsep.join([str(tmp_path), str(SOURCE)])
    done = python("-m", "coroscope", "--parts", "app.coro.jsonl", "app.py", cwd=tmp_path, environment={"PYTHONPATH": path})
    assert (done.returncode, done.stdout) == (0, "ran\n")
    assert "app.coro.jsonl has only the beginning of the recording: [Errno 27]" in done.stderr
    assert {"end": True} not in parts(tmp_path / "app.coro.jsonl")
    assert (tmp_path / "app.coro.json").exists()


def test_after_dropped_events_the_tasks_that_exist_are_said_once_more(tmp_path: pathlib.Path) -> None:
    session = Session(None, max_events=CHUNK // 2)
    log = session.recorder.log
    log.add("make", 1, "Queue", 5, 0)
    log.tables.names[7] = "lasts"
    function = log.function_number("work")
    for event in (packed(SPAWN, 7), *packed_name(7, 0, function)):
        log.extend((0, event))
    for moment in range(2 * CHUNK):
        log.extend((moment, packed(POLL, 7)))
        if log.is_due():
            log.collect()
    path = tmp_path / "messages"
    with path.open("wb", buffering=0) as pipe:
        feed = Feed(session.recorder, pipe)
        feed.start()
        feed.finish()
    writer = PartWriter({}, False)
    with path.open("rb") as file:
        first = json.loads(writer.part(pickle.load(file)))
    assert first["dropped"] == log.dropped > 0
    assert [event[1:3] for event in first["events"][:4]] == [["make", 1], ["spawn", 7], ["name", 7], ["poll", 7]]
    assert first["texts"] == ["lasts"]
