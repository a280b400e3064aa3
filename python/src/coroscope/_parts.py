"""Turns what a recorder sends into a recording in parts: docs/recording-format.md, "A recording in parts"."""

from __future__ import annotations

from array import array
from typing import Any

from ._events import Decoder, Tables
from ._places import Places
from ._snapshot import Opening, Snapshot
from ._writer import Writer, _json

# Lanes of processes may follow.
VERSION = 7


class PartWriter(Writer):
    """Writes the lines of a recording in parts, from the messages of a `Feed`."""

    def __init__(self, meta: dict[str, str], sources: bool) -> None:
        super().__init__(Snapshot(0, Opening(), [], Tables()), Places())
        self.beginning = f'{{"coroscope":{VERSION},"parts":true,"meta":{_json(meta)}}}\n'
        self.end = '{"end":true}\n'
        self._sources = sources
        self._began: int | None = None
        self._before = 0

    def part(self, message: dict[str, Any]) -> str:
        """The line for a message."""
        tables = self._log.tables
        tables.details = message.get("details", {})
        tables.names.update(message.get("names", {}))
        tables.functions.extend(message.get("functions", ()))
        tables.waits.extend(message.get("waits", ()))
        events = array("q")
        events.frombytes(message.get("events", b""))
        known = len(self.texts)
        lines: list[str] = []
        if "opening" in message:
            # Events are missing, so the tasks and resources that still exist are repeated.
            self._decoder = Decoder()
            self._decoder.parts, opening = message["opening"]
            for fields in opening:
                lines += self._line(0, fields)
        for time, event in zip(events[::2], events[1::2]):
            lines += self._lines_at(time, event)
        members = [f'"dropped":{message["dropped"]}'] if message.get("dropped") else []
        if len(self.texts) > known:
            members.append(f'"texts":{_json(list(self.texts)[known:])}')
        if message.get("places"):
            members.append(f'"places":{_json(message["places"])}')
        sources = dict(self._read_sources(message.get("paths", ()))) if self._sources else {}
        if sources:
            members.append(f'"sources":{_json(sources)}')
        if "now" in message and self._began is not None:
            members.append(f'"now":{max(0, message["now"] - self._began) // 1000}')
        if lines:
            members.append(f'"events":[{",".join(lines)}]')
        return f"{{{','.join(members)}}}\n" if members else ""

    def note(self, text: str) -> str:
        """A line with a remark."""
        self.texts[text] = number = self.texts.get(text, len(self.texts))
        return f'{{"texts":[{_json(text)}],"events":[[0,"note",null,{number}]]}}\n'

    def _lines_at(self, time: int, event: int) -> list[str]:
        began = self._began = time if self._began is None else self._began
        before = max(began, self._before)
        lines = list(self._line(max(0, (time - began) // 1000 - (before - began) // 1000), event))
        if lines:
            self._before = max(before, time)
        return lines

    @staticmethod
    def _read_sources(paths: list[tuple[str, str]]) -> list[tuple[str, str]]:
        found = []
        for name, path in paths:
            try:
                with open(path, encoding="utf-8", errors="replace") as file:
                    found.append((name, file.read()))
            except OSError:
                continue
        return found

