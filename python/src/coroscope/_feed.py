"""Sends a recording to another process while it is made.

It only copies what is new in the log: turning it into text, and answering browsers, takes no time of the program.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
from array import array
from dataclasses import dataclass
from typing import IO, Any

from ._calls import LibraryCall
from ._events import KIND_BITS, KIND_MASK, NAME, OTHER, TASK_MASK, Fields
from ._recorder import Recorder
from ._snapshot import Opening

# Seconds between two looks at the log.
INTERVAL = 0.1
# The number of integers that are sent at once. Between two messages, the program can run.
SLICE = 1 << 12
# How long the end of the program waits until everything is sent, in seconds.
_PATIENCE = 10.0


def send(pipe: IO[bytes], message: dict[str, Any]) -> None:
    """Sends a message into a pipe without a buffer."""
    data = memoryview(pickle.dumps(message, protocol=4))
    while data:
        data = data[pipe.write(data) :]


class Feed:
    """Sends what a recorder records into a pipe, as pickled messages."""

    def __init__(self, recorder: Recorder, pipe: IO[bytes]) -> None:
        self._recorder, self._pipe = recorder, pipe
        self._position = 0
        self._sent = {"functions": 0, "waits": 1, "places": 0, "paths": 0}
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="coroscope-feed", daemon=True)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._in_child)

    def start(self) -> None:
        """Begins to send."""
        self._thread.start()

    def finish(self) -> None:
        """Sends the rest and that this was all."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)
        if self._thread.is_alive():
            print("coroscope: what follows the recording lacks its end; the file has it", file=sys.stderr)

    def _in_child(self) -> None:
        # The parent's end of the pipe must be the only one.
        self._pipe.close()

    def _run(self) -> None:
        try:
            while not self._is_over.wait(INTERVAL):
                self._send_new()
            self._send_new()
            send(self._pipe, {"end": True})
            self._pipe.close()
        except OSError as error:
            print(
                f"coroscope: the recording can't be followed any more: {error}. The program goes on, and is recorded",
                file=sys.stderr,
            )

    def _send_new(self) -> None:
        now = self._recorder.log.clock()
        begin, opening, chunks = self._recorder.log.since(self._position)
        dropped, self._position = (begin - self._position) // 2, begin
        gap = {} if opening is None else {"dropped": dropped, "opening": _portable_opening(opening)}
        for chunk in chunks:
            for at in range(0, len(chunk), SLICE):
                part = chunk[at : at + SLICE]
                send(self._pipe, {**gap, **self._message(part)})
                gap, self._position = {}, self._position + len(part)
                # Other threads get their turn.
                time.sleep(0)
        send(self._pipe, {"now": now})

    def _message(self, part: array[int]) -> dict[str, Any]:
        tables, places = self._recorder.log.tables, self._recorder.places
        events = part[1::2]
        details, names = {}, {}
        for event in [event for event in events if event & KIND_MASK in (OTHER, NAME)]:
            if event & KIND_MASK == OTHER:
                number = event >> KIND_BITS
                details[number] = _portable(tables.details.get(number, ()))
            else:
                task = event >> KIND_BITS & TASK_MASK
                if task in tables.names:
                    names[task] = tables.names[task]
        return {
            "events": part.tobytes(),
            "details": details,
            "names": names,
            "functions": self._new("functions", tables.functions),
            "waits": [_portable(fields) for fields in self._new("waits", tables.waits)],
            "places": self._new("places", places.table),
            "paths": self._new("paths", list(places.paths.items())),
        }

    def _new(self, name: str, table: list[Any]) -> list[Any]:
        new = table[self._sent[name] :]
        self._sent[name] += len(new)
        return new


@dataclass(frozen=True)
class PortableCall(LibraryCall):
    """A call of a library for another process, which has no access to the classes of the program."""

    methods: frozenset[str] = frozenset()
    class_: str = ""

    def has_method(self, name: str) -> bool:
        """As that of a `LibraryCall`."""
        return name in self.methods

    def class_name(self) -> str:
        """As that of a `LibraryCall`."""
        return self.class_


def _portable(fields: Fields) -> Fields:
    return tuple(_portable_call(it) if isinstance(it, LibraryCall) else it for it in fields)


def _portable_opening(opening: Opening) -> tuple[dict[tuple[int, int], int], list[Fields | int]]:
    return opening.decoder.parts, [it if isinstance(it, int) else _portable(it) for it in opening.events()]


def _portable_call(call: LibraryCall) -> PortableCall:
    owner = call.owner
    if owner is None:
        return PortableCall(call.package, call.name, None, call.file, call.line, call.peer)
    # That it has a class is all that is known of it there.
    return PortableCall(
        call.package, call.name, object, call.file, call.line, call.peer, frozenset(dir(owner)), call.class_name()
    )
