"""The log of a recording: two integers for each event, in order, with a bound on their number."""

from __future__ import annotations

import itertools
import threading
from array import array
from collections import deque
from collections.abc import Callable

from ._events import KIND_BITS, KIND_MASK, NAME, OTHER, TASK_MASK, Field, Fields, Tables
from ._form import native
from ._snapshot import Opening, Snapshot

# The number of integers that are collected before they are moved into an array.
CHUNK = 1 << 14

MAX_EVENTS = 4_000_000
# The number of waits that are distinguished by their peers. A server sees a new address with each connection.
MAX_PEERS = 10_000


class RecentEvents(list[int]):
    """The integers that were added last."""

    def bytes(self) -> bytes:
        """The bytes of the events that are complete."""
        return array("q", self[: len(self) & ~1]).tobytes()

    def remove(self, count: int) -> None:
        """Removes the first integers."""
        del self[:count]


class Log:
    """The events so far. At most `max_events` are kept, and if `seconds` is given, only those of the last seconds."""

    def __init__(
        self, clock: Callable[[], int], max_events: int = MAX_EVENTS, seconds: float | None = None
    ) -> None:
        self.clock = clock
        self.dropped = 0
        self.peers_left = MAX_PEERS
        self.opening = Opening()
        self.tables = Tables()
        self.function_numbers: dict[str, int] = {}
        self._wait_numbers: dict[Fields, int] = {}
        self.next_detail = itertools.count(1).__next__
        self.recent: RecentEvents = RecentEvents() if native is None else native.Events(CHUNK)
        # Adds the two integers of an event. The only thing that is done for most events, so it has no wrapper.
        self.extend = self.recent.extend
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
        self.tables.details[number] = fields
        self.extend((time, number << KIND_BITS))

    def wait_number(self, fields: Fields) -> int:
        """The number of a place and a reason to wait that occur often."""
        number = self._wait_numbers.get(fields)
        if number is None:
            number = self._wait_numbers[fields] = len(self.tables.waits)
            self.tables.waits.append(fields)
        return number

    def function_number(self, name: str) -> int:
        """The number of the name of a coroutine."""
        number = self.function_numbers.get(name)
        if number is None:
            number = self.function_numbers[name] = len(self.tables.functions)
            self.tables.functions.append(name)
        return number

    def is_due(self) -> bool:
        """Whether `collect` has something to do."""
        return len(self.recent) >= CHUNK

    def collect(self) -> None:
        """Moves the events into arrays, and drops the oldest ones."""
        with self._lock:
            # Another thread may add events at the same time, after these.
            chunk = self._rest()
            self.recent.remove(len(chunk))
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
            self.opening.take(event, self.tables)
            kind = event & KIND_MASK
            if kind == OTHER:
                self.tables.details.pop(event >> KIND_BITS, None)
            elif kind == NAME:
                self.tables.names.pop(event >> KIND_BITS & TASK_MASK, None)

    def snapshot(self) -> Snapshot:
        """What the log contains now. It can be written while the log changes."""
        # The handler of a signal may have interrupted `collect` in this thread, which then can't end before it.
        is_locked = self._lock.acquire(timeout=0.5)
        try:
            return Snapshot(self.dropped, self.opening.copy(), [*self._chunks, self._rest()], self.tables.copy())
        finally:
            if is_locked:
                self._lock.release()

    def since(self, position: int) -> tuple[int, Opening | None, list[array[int]]]:
        """The integers after this number of them, for a reader in another thread, and how many precede those: more if
        the log has dropped some in between. Then there is also what has to be known of the dropped ones."""
        with self._lock:
            at = begin = 2 * self.dropped
            opening = self.opening.copy() if position < begin else None
            found = []
            for chunk in [*self._chunks, self._rest()]:
                if at + len(chunk) > position:
                    found.append(chunk[max(0, position - at) :])
                at += len(chunk)
            return max(begin, min(position, at)), opening, found

    def _rest(self) -> array[int]:
        rest = array("q")
        rest.frombytes(self.recent.bytes())
        return rest
