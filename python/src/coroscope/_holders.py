"""Which tasks hold locks and permits, as their frames say."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ._chain import managers
from ._patterns import RESOURCE, Pattern, primitive_of
from ._records import TaskRecord
from ._resources import LOCKS, Resource

if TYPE_CHECKING:
    from ._tasks import Tasks


class Holders:
    """Finds who holds the primitives that the tasks use."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks, self._resources = tasks, tasks.resources

    def count(self, primitive: Any) -> int:
        """The number of waiting tasks that are inside of `async with` for a primitive."""
        return sum(self._holds(record, primitive) for record in list(self._tasks.records.values()))

    def _holds(self, record: TaskRecord, primitive: Any) -> bool:
        if record.is_ready:
            return any(held.reference() is primitive for held in record.held)
        task = record.task()
        nodes, position = self._tasks.chains.follow(task.get_coro() if task is not None else None)
        if not nodes:
            return False
        pattern = self._tasks.pattern(nodes, position)
        if not any(it is primitive for at in pattern.entered for it in managers(nodes[at])):
            return False
        return self._lock_without(nodes, pattern) is not primitive

    def _lock_without(self, nodes: list[Any], pattern: Pattern) -> Any:
        """The lock or semaphore that a task does not hold though it is inside of `async with`: it waits to enter, or for a
        condition."""
        if pattern.kind != RESOURCE:
            return None
        primitive = primitive_of(pattern, nodes[pattern.at])
        if pattern.operation == "acquire":
            return primitive
        return getattr(primitive, "_lock", None) if isinstance(primitive, asyncio.Condition) else None

    def find(self, resource: Resource, primitive: Any) -> None:
        """Looks for the task that holds a lock."""
        holder = next((it for it in list(self._tasks.records.values()) if self._holds(it, primitive)), None)
        if holder is not None:
            holder.held += (resource,)
            self._resources.hold(resource, holder.number)

    def update(self, record: TaskRecord, nodes: list[Any], pattern: Pattern) -> None:
        """Records which locks a task holds, and the level of what it waited for."""
        before, record.on = record.on, None
        held = []
        waits_for = self._lock_without(nodes, pattern)
        for at in pattern.locked:
            for manager in managers(nodes[at]):
                if issubclass(type(manager), LOCKS):
                    lock = getattr(manager, "_lock", manager)
                    if lock is not waits_for and issubclass(type(lock), LOCKS):
                        held.append(self._tasks.resource(lock, pattern))
        if before is not None and before not in held:
            # A lock that it has waited for, without `async with`.
            primitive = before.reference()
            if before.kind == "Lock" and primitive is not None and primitive._locked and primitive is not waits_for:
                held.append(before)
        for resource in record.held:
            if resource not in held and resource.holder == record.number:
                primitive = resource.reference()
                if primitive is not None and primitive._locked and not pattern.locked:
                    held.append(resource)
                else:
                    self._resources.hold(resource, None)
        for resource in held:
            self._resources.hold(resource, record.number)
        record.held = tuple(held)
        for resource in (*held, *((before,) if before is not None else ())):
            self._resources.read(resource)
