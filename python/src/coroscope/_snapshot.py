"""The content of a log at one moment, and what has to be known of the events that were dropped before."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator

from ._events import (
    ARGUMENT_BITS,
    KIND_BITS,
    KIND_MASK,
    OPERAND,
    PASS,
    PASSED,
    POLL,
    TASK_MASK,
    Decoder,
    Fields,
    Tables,
    packed,
)  # fmt: skip


class Opening:
    """The tasks and resources that exist after the dropped events, without which those that follow can't be read."""

    def __init__(self) -> None:
        self.decoder = Decoder()
        self._tasks: dict[int, dict[str, Fields]] = {}
        self._resources: dict[int, dict[str, Fields]] = {}
        # The last event of each task, POLL, PAUSE, YIELD or WAKE, with its operand.
        self._states: dict[int, tuple[int, int | None]] = {}

    def take(self, event: int, tables: Tables) -> None:
        """Takes note of an event that is dropped."""
        fields = self.decoder.fields(event, tables)
        if not isinstance(fields, int):
            self._take_fields(fields)
        elif fields & KIND_MASK == PASSED:
            self.decoder.timers(fields >> ARGUMENT_BITS)
        elif fields & KIND_MASK != PASS:
            task = fields >> KIND_BITS & TASK_MASK
            self._states[task] = fields, self.decoder.operand(task)

    def _take_fields(self, fields: Fields) -> None:
        name, subject = fields[:2] if len(fields) > 1 else (None, None)
        if not isinstance(name, str) or not isinstance(subject, int):
            return
        if name in ("end", "thread-end"):
            self._tasks.pop(subject, None)
            self._states.pop(subject, None)
        elif name in ("task", "spawn", "thread", "name"):
            self._tasks.setdefault(subject, {})[name] = fields
        elif name == "gone":
            self._resources.pop(subject, None)
        elif name in ("make", "label", "level", "hold"):
            self._resources.setdefault(subject, {})[name] = fields

    def copy(self) -> Opening:
        """An independent copy."""
        other = Opening()
        other.decoder = self.decoder.copy()
        other._tasks = {key: dict(fields) for key, fields in self._tasks.items()}
        other._resources = {key: dict(fields) for key, fields in self._resources.items()}
        other._states = dict(self._states)
        return other

    def lanes(self) -> Iterator[Fields]:
        """The events with which threads and processes began that still run."""
        return (fields["thread"] for fields in self._tasks.values() if "thread" in fields)

    def events(self) -> Iterator[Fields | int]:
        """The events with which a file begins whose first events were dropped."""
        for resource in self._resources.values():
            yield from (resource[name] for name in ("make", "label", "level", "hold") if name in resource)
        for task, fields in sorted(self._tasks.items()):
            yield from (fields[name] for name in ("task", "spawn", "thread", "name") if name in fields)
            state, operand = self._states.get(task, (0, None))
            if state:
                yield packed(POLL, task)
                if operand is not None:
                    yield packed(OPERAND, task, operand)
                if state & KIND_MASK != POLL:
                    yield state


class Snapshot:
    """The content of a log."""

    def __init__(
        self, dropped: int, opening: Opening, chunks: list[array[int]], tables: Tables
    ) -> None:
        self.dropped, self.opening, self.tables = dropped, opening, tables
        # A remark at the end.
        self.note: str | None = None
        self._chunks = chunks
        self.count = sum(len(chunk) for chunk in chunks) // 2

    @property
    def until(self) -> int:
        """The time of the last event."""
        return next((chunk[-2] for chunk in reversed(self._chunks) if chunk), 0)

    def without(self, count: int) -> Snapshot:
        """The same with the first events dropped."""
        opening, chunks, left = self.opening.copy(), [], count
        for chunk in self._chunks:
            dropped = min(left, len(chunk) // 2)
            left -= dropped
            for event in chunk[1 : 2 * dropped : 2]:
                opening.take(event, self.tables)
            chunks.append(chunk[2 * dropped :])
        rest = Snapshot(self.dropped + count, opening, chunks, self.tables)
        rest.note = self.note
        return rest

    @property
    def began(self) -> int:
        """When the run began: at the first event, not when recording began, since a program first imports its modules."""
        return next((chunk[0] for chunk in self._chunks if chunk), 0)

    def events(self) -> Iterator[tuple[int, int]]:
        """The times and packed events."""
        for chunk in self._chunks:
            yield from zip(chunk[::2], chunk[1::2])

    def has_processes(self) -> bool:
        """Whether a lane is one of a process."""
        known = itertools.chain(self.tables.details.values(), self.opening.lanes())
        return any(len(fields) == 6 and fields[0] == "thread" for fields in known)

    def family(self, task: int) -> set[int]:
        """The numbers of a task and of those that it has spawned, directly or not."""
        found = {task}
        decoder = self.opening.decoder.copy()
        for _, event in self.events():
            fields = decoder.fields(event, self.tables)
            if isinstance(fields, int) or not fields or fields[0] not in ("task", "spawn", "thread"):
                continue
            # A task is made after its parent.
            if fields[2] in found and isinstance(fields[1], int):
                found.add(fields[1])
        return found
