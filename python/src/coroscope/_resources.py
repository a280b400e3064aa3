"""The queues, locks and other primitives that tasks wait for: their numbers, levels and holders."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from typing import Any

from ._events import Text, packed_level
from ._log import Log

_BARRIER: tuple[type, ...] = (asyncio.Barrier,) if hasattr(asyncio, "Barrier") else ()
KINDS: tuple[tuple[type, str], ...] = (
    (asyncio.Queue, "Queue"),
    (asyncio.Lock, "Lock"),
    (asyncio.Event, "Event"),
    (asyncio.Condition, "Condition"),
    (asyncio.Semaphore, "Semaphore"),
    *((barrier, "Barrier") for barrier in _BARRIER),
)
_CLASSES = tuple(kind for kind, _ in KINDS)
# The queue in which a pool has its free connections. In a recording it is a semaphore.
POOL = "Pool"
# What has permits.
PERMITS = ("Semaphore", POOL)
# What has a holder that is inside of `async with`. A condition has a lock.
LOCKS = (asyncio.Lock, asyncio.Condition)


# Whether a type is that of a primitive, for the types that were seen.
seen_types: dict[type, bool] = {}


def is_primitive(kind: type) -> bool:
    """Whether a type is that of a primitive."""
    known = seen_types.get(kind)
    if known is None:
        if len(seen_types) >= 1000:
            # The program may make types without end, which are kept here.
            seen_types.clear()
        known = seen_types[kind] = issubclass(kind, _CLASSES)
    return known


class Resource:
    """A primitive with its number. It is referred to weakly: recording does not keep it alive."""

    __slots__ = ("number", "kind", "reference", "level", "holder")

    def __init__(self, number: int, kind: str, reference: weakref.ref[Any]) -> None:
        self.number, self.kind, self.reference = number, kind, reference
        self.level: tuple[Any, ...] = ()
        self.holder: int | None = None


class Resources:
    """All primitives that were seen so far."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.known: dict[int, Resource] = {}
        self._last = 0

    def get(self, primitive: Any, place: int, operation: object, holders: Callable[[Any], int]) -> Resource:
        """The resource for a primitive. `place` is where it was first seen, `operation` what a task does there; `holders`
        counts the tasks that hold it."""
        known = self.known.get(id(primitive))
        if known is not None:
            return known
        self._last += 1
        number, key = self._last, id(primitive)

        def destroyed(_: object) -> None:
            self.known.pop(key, None)
            self._log.add("gone", number)

        kind = next(name for class_, name in KINDS if issubclass(type(primitive), class_))
        if kind == "Queue" and operation == "acquire":
            kind = POOL
        resource = self.known[key] = Resource(number, kind, weakref.ref(primitive, destroyed))
        written = "Semaphore" if kind == POOL else kind
        self._log.add("make", number, written, _capacity(primitive, kind, holders), place)
        if kind == POOL:
            self._log.add("label", number, Text("asyncpg: Pool"))
        return resource

    def read(self, resource: Resource) -> None:
        """Records the level of a resource and its waiters, if they have changed."""
        primitive = resource.reference()
        if primitive is None:
            return
        fields: tuple[Any, ...]
        if resource.kind == "Queue":
            fields = len(primitive._queue), len(primitive._getters), len(primitive._putters)
        else:
            fields = _level(primitive, resource)
        if fields != resource.level:
            resource.level = fields
            if resource.kind == "Lock":
                self._log.add("hold", resource.number, *fields)
                return
            level, takers, putters = fields
            now = self._log.clock()
            for event in packed_level(resource.number, level, takers, putters):
                self._log.extend((now, event))

    def hold(self, resource: Resource, holder: int | None) -> None:
        """Records who holds a lock now."""
        if resource.kind == "Lock" and resource.holder != holder:
            resource.holder = holder
            self.read(resource)


def _capacity(primitive: Any, kind: str, holders: Callable[[Any], int]) -> int:
    if kind in ("Queue", POOL):
        return max(0, int(primitive.maxsize))
    if kind == "Semaphore":
        bound = getattr(primitive, "_bound_value", None)
        # A semaphore does not keep the number that it began with.
        return int(bound if bound is not None else primitive._value + holders(primitive))
    if kind == "Barrier":
        return int(primitive.parties)
    return 0


def _level(primitive: Any, resource: Resource) -> tuple[Any, ...]:
    kind = resource.kind
    if kind == "Lock":
        return resource.holder if primitive._locked else None, len(primitive._waiters or ())
    if kind == POOL:
        return len(primitive._queue), len(primitive._getters), 0
    if kind == "Event":
        return int(primitive._value), _count(primitive._waiters), 0
    if kind == "Semaphore":
        return max(0, primitive._value), _count(primitive._waiters), 0
    if kind == "Condition":
        return 0, _count(primitive._waiters), 0
    return primitive.n_waiting, primitive.n_waiting, 0


def _count(waiters: Any) -> int:
    return len(waiters or ())
