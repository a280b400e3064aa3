"""What is sent while a program runs is what the file has."""

from __future__ import annotations

import asyncio
import itertools
import json
import pathlib
import pickle
from array import array
from typing import Any

import pytest
from helpers import Recording

from coroscope import Session, _feed
from coroscope._events import POLL, WAKE, packed
from coroscope._feed import Feed
from coroscope._log import CHUNK, Log
from coroscope._parts import PartWriter


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()


async def everything() -> None:
    """Events of all forms: with one integer, with two, and with fields; waits of a library with a peer."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    for _ in range(5):
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"line\n")
        await reader.readline()
        writer.close()
    server.close()
    queue: asyncio.Queue[int] = asyncio.Queue(1500)
    for item in range(1500):
        queue.put_nowait(item)
    tasks = [asyncio.create_task(queue.put(item), name=f"put {item}" if item % 2 else None) for item in range(20)]
    await asyncio.sleep(0)
    for _ in range(1500):
        queue.get_nowait()
    tasks[0].cancel()
    long = asyncio.create_task(asyncio.sleep(20_000))
    semaphore = asyncio.Semaphore(1)
    async with semaphore, asyncio.Lock():
        await asyncio.wait([*tasks])
    long.cancel()
    for _ in range(2000):
        await asyncio.sleep(0)


def sent(path: pathlib.Path) -> tuple[list[Any], list[str]]:
    """The events and texts of the messages in a file."""
    writer, found, texts = PartWriter({}, False), [], []
    with path.open("rb") as file:
        while not (message := pickle.load(file)).get("end"):
            line = json.loads(writer.part(message) or "{}")
            assert "dropped" not in line
            found += line.get("events", ())
            texts += line.get("texts", ())
    return found, texts


# One event, which cuts those with two integers apart, and the usual number.
@pytest.mark.parametrize("integers", [2, _feed.SLICE])
def test_what_is_sent_while_the_program_runs_is_what_the_file_has(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, integers: int
) -> None:
    monkeypatch.setattr(_feed, "SLICE", integers)
    path = tmp_path / "run.coro.json"
    with (tmp_path / "messages").open("wb", buffering=0) as pipe:
        session = Session(path)
        feed = Feed(session.recorder, pipe)
        with session:
            feed.start()
            asyncio.run(everything())
        feed.finish()
    recording = Recording(path.read_text(encoding="utf-8"))
    events, texts = sent(tmp_path / "messages")
    assert texts == recording.file["texts"]
    assert events == recording.events
    # That the program has done what this is about.
    assert any("(127.0.0.1:" in text for text in texts)
    assert any(event[1] == "level" and event[3] == 1500 for event in events)
    assert any(event[1] == "wait" and event[-1] == 20_000_000_000 for event in events)


def integers_of(chunks: list[array[int]]) -> list[int]:
    return list(itertools.chain.from_iterable(chunks))


def test_a_reader_gets_each_event_once_whether_it_was_collected_or_not() -> None:
    log = Log(lambda: 0)
    expected: list[int] = []
    got: list[int] = []
    for time in range(50):
        for event in (packed(POLL, time), packed(WAKE, time, 2)):
            log.extend((time, event))
            expected += (time, event)
        if time % 7 == 3:
            log.collect()
        if time % 3 == 0:
            begin, _, chunks = log.since(len(got))
            assert begin == len(got)
            got += integers_of(chunks)
    begin, _, chunks = log.since(len(got))
    assert (begin, got + integers_of(chunks)) == (len(got), expected)
    assert log.since(len(expected)) == (len(expected), None, [])


def test_a_late_reader_gets_the_number_of_dropped_events() -> None:
    log = Log(lambda: 0, max_events=CHUNK // 2)
    for time in range(2 * CHUNK):
        log.extend((time, packed(POLL, 1)))
        if log.is_due():
            log.collect()
    log.extend((2 * CHUNK, packed(WAKE, 1, 2)))
    begin, _, chunks = log.since(10)
    assert begin == 2 * log.dropped > 10
    assert integers_of(chunks)[:2] == [log.dropped, packed(POLL, 1)]
    assert integers_of(chunks)[-2:] == [2 * CHUNK, packed(WAKE, 1, 2)]
