"""The log of a recording: two integers for each event, in order, with a bound on their number."""

from __future__ import annotations

import itertools
import threading
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from typing import TypeAlias

from ._calls import LibraryCall

# An event is its time in nanoseconds and a packed integer: the kind in the lowest bits, then a task's number, then an
# argument. The argument of PAUSE is the number of a wait, that of WAKE a cause. YIELD is a PAUSE of a task that
# has woken itself. PASS and PASSED have the number of
# ready tasks in the place of the task, and that of timers as argument. All other events are OTHER: their number leads
# to a tuple with the fields, as the recording format has them.
OTHER, POLL, PAUSE, WAKE, YIELD, PASS, PASSED, DONE = range(8)
KIND_BITS = 3
KIND_MASK = (1 << KIND_BITS) - 1
ARGUMENT_BITS = 31
TASK_MASK = (1 << (ARGUMENT_BITS - KIND_BITS)) - 1

# What woke a task. Higher causes are the numbers of tasks, with FIRST_TASK added.
OUTSIDE, CALLBACK, TIMER, FIRST_TASK = range(4)

# So many integers are collected before they are moved into an array.
CHUNK = 1 << 14

MAX_EVENTS = 4_000_000


# Two events are only in the log. "task" is a "spawn" and a "name": its fields are those of "spawn", the name of the task and
# that of its coroutine. "gone" says that a resource no longer exists.


class Text(str):
    """A field that goes into the table of texts."""

    __slots__ = ()


Field: TypeAlias = int | str | LibraryCall | None
Fields = tuple[Field, ...]


def packed(kind: int, task: int = 0, argument: int = 0) -> int:
    """The second integer of an event."""
    return kind | task << KIND_BITS | argument << ARGUMENT_BITS


class Opening:
    """What has to be known of the dropped events to read the ones that follow: tasks and resources that exist."""

    def __init__(self) -> None:
        self.tasks: dict[int, dict[str, Fields]] = {}
        self.resources: dict[int, dict[str, Fields]] = {}
        # The last event of each task: POLL, PAUSE or WAKE.
        self.states: dict[int, int] = {}

    def add(self, fields: Fields) -> None:
        """Takes note of an event that is dropped."""
        name, subject = fields[:2] if len(fields) > 1 else (None, None)
        if not isinstance(name, str) or not isinstance(subject, int):
            return
        if name in ("end", "thread-end"):
            self.tasks.pop(subject, None)
            self.states.pop(subject, None)
        elif name in ("task", "spawn", "thread", "name"):
            self.tasks.setdefault(subject, {})[name] = fields
        elif name == "gone":
            self.resources.pop(subject, None)
        elif name in ("make", "label", "level", "hold"):
            self.resources.setdefault(subject, {})[name] = fields

    def take(self, event: int, details: dict[int, Fields]) -> None:
        """Takes note of a packed event that is dropped."""
        kind = event & KIND_MASK
        if kind == OTHER:
            self.add(details.get(event >> KIND_BITS, ()))
        elif kind == DONE:
            self.add(("end", event >> KIND_BITS & TASK_MASK))
        elif kind <= YIELD:
            self.states[event >> KIND_BITS & TASK_MASK] = event

    def copy(self) -> Opening:
        """An independent copy."""
        other = Opening()
        other.tasks = {key: dict(fields) for key, fields in self.tasks.items()}
        other.resources = {key: dict(fields) for key, fields in self.resources.items()}
        other.states = dict(self.states)
        return other

    def events(self) -> Iterator[Fields | int]:
        """The events with which a file begins whose first events were dropped."""
        for resource in self.resources.values():
            yield from (resource[name] for name in ("make", "label", "level", "hold") if name in resource)
        for task, fields in sorted(self.tasks.items()):
            yield from (fields[name] for name in ("task", "spawn", "thread", "name") if name in fields)
            state = self.states.get(task)
            if state is not None:
                yield packed(POLL, task)
                if state & KIND_MASK != POLL:
                    yield state


class Log:
    """The events so far. At most `max_events` are kept, and if `seconds` is given, only those of the last seconds."""

    def __init__(
        self, clock: Callable[[], int], max_events: int = MAX_EVENTS, seconds: float | None = None
    ) -> None:
        self.clock = clock
        self.began = clock()
        self.dropped = 0
        self.opening = Opening()
        self.details: dict[int, Fields] = {}
        # Reasons to wait, by number. Each is the name of the reason with its fields, after the place.
        self.waits: list[Fields] = [()]
        self._wait_numbers: dict[Fields, int] = {}
        self.next_detail = itertools.count(1).__next__
        self._recent: list[int] = []
        # Adds the two integers of an event. The only thing that is done for most events, so it has no wrapper.
        self.extend = self._recent.extend
        self._chunks: deque[array[int]] = deque()
        self._kept = 0
        self._max_integers = 2 * max_events
        self._span = None if seconds is None else int(seconds * 1e9)
        self._lock = threading.Lock()

    def add(self, *fields: Field) -> None:
        """Adds an event with the fields of the recording format."""
        self.add_at(self.clock(), *fields)

    def add_at(self, time: int, *fields: Field) -> None:
        """Adds an event that happened at a time of the log's clock."""
        number = self.next_detail()
        self.details[number] = fields
        self.extend((time, number << KIND_BITS))

    def wait_number(self, fields: Fields) -> int:
        """The number of a place and a reason to wait that occur often."""
        number = self._wait_numbers.get(fields)
        if number is None:
            number = self._wait_numbers[fields] = len(self.waits)
            self.waits.append(fields)
        return number

    def is_due(self) -> bool:
        """Whether `collect` has something to do."""
        return len(self._recent) >= CHUNK

    def collect(self) -> None:
        """Moves the events into arrays, and drops the oldest ones."""
        with self._lock:
            # Another thread may add events at the same time, after these.
            chunk = array("q", self._recent[: len(self._recent) & ~1])
            del self._recent[: len(chunk)]
            self._chunks.append(chunk)
            self._kept += len(chunk)
            while len(self._chunks) > 1 and self._is_too_much():
                self._drop(self._chunks.popleft())

    def _is_too_much(self) -> bool:
        if self._kept - len(self._chunks[0]) >= self._max_integers:
            return True
        return self._span is not None and self._chunks[0][-2] < self.clock() - self._span

    def _drop(self, chunk: array[int]) -> None:
        self._kept -= len(chunk)
        self.dropped += len(chunk) // 2
        for event in chunk[1::2]:
            self.opening.take(event, self.details)
            if event & KIND_MASK == OTHER:
                self.details.pop(event >> KIND_BITS, None)

    def snapshot(self) -> Snapshot:
        """What the log contains now. It can be written while the log changes."""
        self.collect()
        with self._lock:
            return Snapshot(
                self.began, self.dropped, self.opening.copy(), list(self._chunks), dict(self.details), self.waits
            )


class Snapshot:
    """The content of a log."""

    def __init__(
        self, began: int, dropped: int, opening: Opening, chunks: list[array[int]], details: dict[int, Fields],
        waits: list[Fields],
    ) -> None:  # fmt: skip
        self.dropped, self.opening, self.details, self.waits = dropped, opening, details, waits
        self._began, self._chunks = began, chunks
        self.count = sum(len(chunk) for chunk in chunks) // 2

    def without(self, count: int) -> Snapshot:
        """The same with the first events dropped."""
        opening, chunks, left = self.opening.copy(), [], count
        for chunk in self._chunks:
            dropped = min(left, len(chunk) // 2)
            left -= dropped
            for event in chunk[1 : 2 * dropped : 2]:
                opening.take(event, self.details)
            chunks.append(chunk[2 * dropped :])
        return Snapshot(self._began, self.dropped + count, opening, chunks, self.details, self.waits)

    @property
    def began(self) -> int:
        """The time to which the first event is relative."""
        first = next((chunk[0] for chunk in self._chunks if chunk), self._began)
        return first if self.dropped else self._began

    def events(self) -> Iterator[tuple[int, int]]:
        """The times and packed events."""
        for chunk in self._chunks:
            yield from zip(chunk[::2], chunk[1::2])

    def family(self, task: int) -> set[int]:
        """The numbers of a task and of those that it has spawned, directly or not."""
        found = {task}
        # A parent's number is lower, and so is that of its event.
        for fields in self.details.values():
            if fields[0] in ("task", "spawn", "thread") and fields[2] in found and isinstance(fields[1], int):
                found.add(fields[1])
        return found
