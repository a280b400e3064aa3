"""Writes a recording in Coroscope's format: docs/recording-format.md, version 5, or 7 with lanes of processes."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ._calls import LibraryCall
from ._events import (
    ARGUMENT_BITS,
    FIRST_TASK,
    KIND_BITS,
    KIND_MASK,
    PASS,
    PASSED,
    PAUSE,
    POLL,
    TASK_MASK,
    WAKE,
    YIELD,
    Fields,
    Text,
)  # fmt: skip
from ._flush import Pace
from ._names import task_name
from ._places import Places
from ._snapshot import Snapshot

VERSION = 5
WITH_PROCESSES = 7
_CAUSES = ('"outside"', '"callback"', '"timer"')
# A reader refuses larger files.
_MAX_EVENTS = 5_000_000


class Writer:
    """Turns the content of a log into lines."""

    def __init__(self, log: Snapshot, places: Places, only: Collection[int] | None = None) -> None:
        self._log, self._places, self._only = log, places, only
        self._decoder = log.opening.decoder.copy()
        self.texts: dict[str, int] = {}

    def lines(self) -> Iterator[str]:
        """The events, one a line."""
        began = before = self._log.began
        for opening in self._log.opening.events():
            yield from self._line(0, opening)
        for time, event in self._log.events():
            elapsed = max(0, (time - began) // 1000 - (before - began) // 1000)
            was_written = False
            for line in self._line(elapsed, event):
                was_written = True
                yield line
            if was_written:
                before = max(before, time)
        if self._log.note is not None:
            yield from self._line(0, ("note", None, Text(self._log.note)))

    def _line(self, elapsed: int, event: Fields | int) -> Iterator[str]:
        if isinstance(event, int):
            event = self._decoder.fields(event, self._log.tables)
        return self._packed(elapsed, event) if isinstance(event, int) else self._other(elapsed, event)

    def _packed(self, elapsed: int, event: int) -> Iterator[str]:
        kind, task, argument = event & KIND_MASK, event >> KIND_BITS & TASK_MASK, event >> ARGUMENT_BITS
        if kind == PASS:
            if self._only is None:
                yield f'[{elapsed},"pass",{task},{argument}]'
            return
        if kind == PASSED:
            timers, timeouts = self._decoder.timers(argument)
            if self._only is None:
                yield f'[{elapsed},"passed",{task},{timers}{f",{timeouts}" if timeouts else ""}]'
            return
        operand = self._decoder.operand(task) if kind in (PAUSE, YIELD) else None
        if self._only is not None and task not in self._only:
            return
        if kind == POLL:
            yield f'[{elapsed},"poll",{task}]'
        elif kind in (PAUSE, YIELD):
            if argument:
                place, *reason = self._log.tables.waits[argument]
                if operand is not None:
                    reason.append(operand)
                reason_text = ",".join(self._field(it) for it in reason)
                yield f'[{elapsed},"wait",{task},{place},{reason_text}]'
                elapsed = 0
            if kind == YIELD:
                yield f'[{elapsed},"wake",{task},{task}]'
                elapsed = 0
            yield f'[{elapsed},"pause",{task}]'
        elif kind == WAKE:
            yield f'[{elapsed},"wake",{task},{self._cause(argument)}]'

    def _cause(self, cause: int) -> str:
        if cause < FIRST_TASK:
            return _CAUSES[cause]
        task = cause - FIRST_TASK
        return str(task) if self._only is None or task in self._only else '"callback"'

    def _other(self, elapsed: int, fields: Fields) -> Iterator[str]:
        if not fields or fields[0] == "gone" or (self._only is not None and not self._is_wanted(fields)):
            return
        if fields[0] == "task":
            _, task, parent, place, name, function = fields
            yield f'[{elapsed},"spawn",{task},{self._field(parent)},{place}]'
            elapsed, fields = 0, ("name", task, Text(task_name(str(name), str(function))))
        yield f"[{elapsed},{','.join(self._field(it) for it in fields)}]"

    def _is_wanted(self, fields: Fields) -> bool:
        name, subject = fields[0], fields[1] if len(fields) > 1 else None
        if name in ("make", "label", "level", "note", "callback"):
            return True
        if name == "hold":
            return fields[2] is None or fields[2] in (self._only or ())
        if name == "warn":
            subject = fields[2]
        return subject in (self._only or ())

    def _field(self, field: Any) -> str:
        if isinstance(field, LibraryCall):
            field = Text(field.text())
        if isinstance(field, Text):
            return str(self.texts.setdefault(str(field), len(self.texts)))
        if field is None:
            return "null"
        return f'"{field}"' if isinstance(field, str) else str(field)

    def document(self, meta: dict[str, str], sources: bool) -> Iterator[str]:
        """The file, in pieces."""
        version = WITH_PROCESSES if self._log.has_processes() else VERSION
        yield f'{{"coroscope":{version},\n"meta":{_json(meta)},\n'
        yield f'"dropped":{self._log.dropped},\n"events":[\n'
        separator = ""
        for line in self.lines():
            yield separator + line
            separator = ",\n"
        yield '\n],\n"texts":['
        yield ",\n".join(_json(text) for text in self.texts)
        yield '],\n"places":['
        yield ",\n".join(_json(place) for place in self._places.table)
        yield "]"
        if sources:
            yield f',\n"sources":{_json(dict(read_sources(self._places)))}'
        yield "}\n"


def _json(value: Any) -> str:
    # A lone surrogate is no UTF-8.
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def read_sources(places: Places) -> Iterator[tuple[str, str]]:
    """The files of the program that have a place, with their text."""
    # The program may add one meanwhile.
    for name, path in sorted(dict(places.paths).items()):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                yield name, file.read()
        except OSError:
            continue


def write(
    path: str, log: Snapshot, places: Places, meta: dict[str, str], sources: bool, only: Collection[int] | None = None,
    pace: Pace | None = None,
) -> None:  # fmt: skip
    """Writes the file, at a pace if one is given. If the disk is full, the first events are left out until the rest
    fits."""
    temporary = f"{path}.{os.getpid()}.{'part' if pace is None else 'flush.part'}"
    dropped = max(0, log.count - _MAX_EVENTS)
    while True:
        try:
            document = Writer(log.without(dropped), places, only).document(meta, sources)
            _write_all(temporary, document if pace is None else pace(document))
            os.replace(temporary, path)
            break
        except OSError as error:
            _remove(temporary)
            is_full = error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
            if not is_full or (dropped >= log.count and not sources):
                raise
            sources, dropped = False, log.count - (log.count - dropped) // 2
        except BaseException:
            _remove(temporary)
            raise
    if dropped:
        print(f"coroscope: the first {dropped:,} events did not fit and are not in {path}", file=sys.stderr)


def _write_all(path: str, pieces: Iterable[str]) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        buffer: list[str] = []
        for piece in pieces:
            buffer.append(piece)
            if len(buffer) >= 10_000:
                file.write("".join(buffer))
                buffer.clear()
        file.write("".join(buffer))


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass
