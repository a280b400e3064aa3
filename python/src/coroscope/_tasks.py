"""What is known about each task while it exists, and what it waits for at the end of each step."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from types import FrameType
from typing import Any

from ._chain import Link, chain, find, locals_and_stack, managers
from ._log import ARGUMENT_BITS, FIRST_TASK, PAUSE, POLL, WAKE, Log, Text, packed
from ._patterns import INNER, IO, RESOURCE, SLEEP, TASKS, Pattern, pattern_of
from ._places import Places
from ._resources import CLASSES, HELD, Resource, Resources

Future = Any
_GATHERING: type = asyncio.tasks._GatheringFuture  # type: ignore[attr-defined]
_TASKS = (asyncio.Task, asyncio.tasks._PyTask)  # type: ignore[attr-defined]


class TaskRecord:
    """A task with its number and its events, packed."""

    __slots__ = (
        "number", "poll", "pause", "wake", "cause", "task", "coro", "name", "is_ready", "place", "on", "held",
        "timer", "awaits", "timeouts", "cancels", "last_pause",
    )  # fmt: skip

    def __init__(self, number: int, task: Callable[[], Any], coro: Any) -> None:
        self.number, self.task, self.coro = number, task, coro
        self.poll, self.pause, self.wake = packed(POLL, number), packed(PAUSE, number), packed(WAKE, number)
        # The cause of what is woken during a step of this task.
        self.cause = FIRST_TASK + number << ARGUMENT_BITS
        self.name = ""
        self.is_ready = True
        # The primitive that it waited for last, and those that it holds.
        self.on: Resource | None = None
        self.held: tuple[Resource, ...] = ()
        # The future of its last timer, and the microseconds.
        self.timer: tuple[int, int] = (0, 0)
        # The tasks that it is known to await.
        self.awaits: set[int] = set()
        # Its open timeouts.
        self.timeouts: list[Any] = []
        # The number of requests to cancel it.
        self.cancels = 0
        # When its last step ended.
        self.last_pause = 0


def _no_task() -> None:
    return None


class Tasks:
    """All tasks that exist, by the identity of their objects, which are referred to weakly."""

    def __init__(self, log: Log, places: Places, error_messages: bool) -> None:
        self.records: dict[int, TaskRecord] = {}
        self.resources = Resources(log)
        # The futures of functions that run in threads, with the numbers of the threads.
        self.threads: dict[int, int] = {}
        # Tasks that have failed and whose error was not retrieved.
        self.failed: dict[int, TaskRecord] = {}
        self._log, self._places, self._error_messages = log, places, error_messages
        self._patterns: dict[tuple[int, ...], Pattern] = {}
        # Keeps the code objects in the keys of patterns alive, whose addresses are reused otherwise.
        self._codes: dict[int, object] = {}
        self._last = 0

    def next_number(self) -> int:
        """The number of a new task or thread."""
        self._last += 1
        return self._last

    def cause_of(self, number: int) -> int:
        """The cause of what a task or thread wakes, packed."""
        return FIRST_TASK + number << ARGUMENT_BITS

    def spawned(self, task: Any, parent: TaskRecord | None, frame: FrameType | None) -> TaskRecord:
        """Records a task that was not seen before."""
        return self.identify(self.unidentified(task.get_coro(), parent, frame), task)

    def unidentified(self, coro: Any, parent: TaskRecord | None, frame: FrameType | None) -> TaskRecord:
        """Records a task of which only the coroutine is known yet."""
        record = TaskRecord(self.next_number(), _no_task, coro)
        place = self._places.of_call(frame)
        if place == self._places.unknown and (code := getattr(coro, "cr_code", None)) is not None:
            place = self._places.of_code(code)
        self._log.add("spawn", record.number, parent.number if parent is not None else None, place)
        return record

    def identify(self, record: TaskRecord, task: Any) -> TaskRecord:
        """The task that a record is about."""
        key, records, failed = id(task), self.records, self.failed

        def destroyed(_: object) -> None:
            records.pop(key, None)
            failed.pop(key, None)

        record.task = weakref.ref(task, destroyed)
        records[key] = record
        self._rename(record, task, self._log.clock())
        return record

    def _rename(self, record: TaskRecord, task: Any, at: int) -> None:
        name = task.get_name() if hasattr(type(task), "get_name") else ""
        if name != record.name:
            record.name = name
            if name.startswith("Task-"):
                # The name of the coroutine says more than the number of the task.
                function = getattr(record.coro, "__qualname__", "task").rpartition("<locals>.")[2]
                name = f"{function} ({name})"
            self._log.add_at(at, "name", record.number, Text(name))

    def step_ended(self, record: TaskRecord, now: int) -> None:
        """Records what a task waits for after a step, or how it ended."""
        task = record.task()
        if task is None:
            return
        record.last_pause = now
        waiter = task._fut_waiter
        if record.timeouts:
            self._end_timeouts(record, now)
        if waiter is None:
            if task.done():
                return self._ended(record, task, now)
            if not record.is_ready:
                return self._log.extend((now, record.pause))
        links = chain(record.coro)
        pattern = self._pattern(links)
        log = self._log
        if record.on is not None or pattern.entered or record.held:
            self._update_resources(record, links, pattern)
        if waiter is None:
            wait = log.wait_number((pattern.place, "turn"))
        else:
            wait = self._waits(record, waiter, links, pattern, now)
        log.extend((now, record.pause | wait << ARGUMENT_BITS))
        if self.failed:
            self._look_for_retrieved(record.number)

    def _pattern(self, links: list[Link]) -> Pattern:
        key: list[int] = []
        for _, code, frame in links:
            key += (id(code), frame.f_lasti if frame is not None else -1)
        at = tuple(key)
        pattern = self._patterns.get(at)
        if pattern is None:
            pattern = self._patterns[at] = pattern_of(links, self._places)
            self._codes.update((id(link.code), link.code) for link in links)
        return pattern

    def _waits(self, record: TaskRecord, waiter: Future, links: list[Link], pattern: Pattern, now: int) -> int:
        """The number of the wait, or 0 if it was recorded."""
        log, place, kind = self._log, pattern.place, pattern.kind
        if kind == RESOURCE:
            primitive = find(links[pattern.at], CLASSES)
            if primitive is not None:
                resource = record.on = self._resource(primitive, place)
                if resource.kind == "Lock" and resource.holder is None:
                    self._find_holder(resource, primitive)
                self.resources.read(resource)
                return log.wait_number((place, pattern.operation, resource.number))
        if kind == SLEEP:
            future, micros = record.timer
            if future == id(waiter):
                # Many programs sleep for the same time often, others never.
                log.add_at(now, "wait", record.number, place, "timer", micros)
                return 0
            return log.wait_number((place, "timer"))
        if kind == IO:
            return log.wait_number((place, "io", pattern.operation))
        found, several = self._awaited(waiter, links[pattern.at], kind)
        if several:
            log.add_at(now, "wait", record.number, place, "tasks", len(found))
        for number in found:
            if number not in record.awaits:
                record.awaits.add(number)
                log.add_at(now, "await", record.number, number)
        if several:
            return 0
        if found:
            log.add_at(now, "wait", record.number, place, "task", found[0])
            return 0
        return log.wait_number((place, "future"))

    def _awaited(self, waiter: Future, link: Link, kind: str) -> tuple[list[int], bool]:
        """The tasks that have to end, and whether the task waits for several."""
        thread = self.threads.get(id(waiter))
        if thread is not None:
            return [thread], False
        if isinstance(waiter, _TASKS):
            return self._numbers([waiter]), False
        if isinstance(waiter, _GATHERING):
            return self._numbers(waiter._children), True
        if kind == TASKS:
            return self._numbers(_members(link)), True
        if kind == INNER:
            return self._numbers([it for it in locals_and_stack(link) if issubclass(type(it), asyncio.Future)][:4])[:1], False
        return self._numbers([it for it in [_shielded(waiter)] if it is not None]), False

    def _numbers(self, futures: Any) -> list[int]:
        found = []
        for future in futures:
            if not future.done():
                record = self.records.get(id(future))
                number = record.number if record is not None else self.threads.get(id(future))
                if number is not None:
                    found.append(number)
        return found

    def _resource(self, primitive: Any, place: int) -> Resource:
        return self.resources.get(primitive, place, self._count_holders)

    def _count_holders(self, primitive: Any) -> int:
        """The number of waiting tasks that are inside of `async with` for a primitive."""
        return sum(self._holds(record, primitive) for record in list(self.records.values()))

    def _holds(self, record: TaskRecord, primitive: Any) -> bool:
        if record.is_ready:
            return any(held.reference() is primitive for held in record.held)
        links = chain(record.coro)
        pattern = self._pattern(links) if links else None
        if pattern is None or not any(it is primitive for at in pattern.entered for it in managers(links[at])):
            return False
        # It is also on the stack of a task that still waits to enter.
        return pattern.kind != RESOURCE or pattern.operation != "acquire" or find(links[pattern.at], CLASSES) is not primitive

    def _find_holder(self, resource: Resource, primitive: Any) -> None:
        holder = next((it for it in list(self.records.values()) if self._holds(it, primitive)), None)
        if holder is not None:
            holder.held += (resource,)
            self.resources.hold(resource, holder.number)

    def _update_resources(self, record: TaskRecord, links: list[Link], pattern: Pattern) -> None:
        before, record.on = record.on, None
        held = []
        waits_for = find(links[pattern.at], CLASSES) if pattern.kind == RESOURCE and pattern.operation == "acquire" else None
        for at in pattern.entered:
            for manager in managers(links[at]):
                if issubclass(type(manager), HELD) and manager is not waits_for:
                    held.append(self._resource(manager, pattern.place))
        if before is not None and before not in held:
            # A lock that it has waited for, without `async with`.
            primitive = before.reference()
            if before.kind == "Lock" and primitive is not None and primitive._locked and primitive is not waits_for:
                held.append(before)
        for resource in record.held:
            if resource not in held and resource.holder == record.number:
                primitive = resource.reference()
                if primitive is not None and primitive._locked and not any(True for _ in pattern.entered):
                    held.append(resource)
                else:
                    self.resources.hold(resource, None)
        for resource in held:
            self.resources.hold(resource, record.number)
        record.held = tuple(held)
        for resource in (*held, *((before,) if before is not None else ())):
            self.resources.read(resource)

    def _ended(self, record: TaskRecord, task: Any, now: int) -> None:
        log, number = self._log, record.number
        for resource in record.held:
            if resource.holder == number:
                self.resources.hold(resource, None)
        if record.on is not None:
            self.resources.read(record.on)
        self._rename(record, task, now)
        if task.cancelled():
            if not record.cancels:
                log.add_at(now, "cancel", number, None, Text(""))
            log.add_at(now, "end", number, "cancelled")
        elif (error := task._exception) is not None:
            log.add_at(now, "end", number, "failed", Text(self.describe(error)))
            self.failed[id(task)] = record
        else:
            log.add_at(now, "end", number, "done")
        # The record is still needed: callbacks of the task go on with what it did.
        record.coro = None

    def describe(self, error: BaseException) -> str:
        """The type of an exception. Its message may contain values, so it is only kept if that was asked for."""
        name = type(error).__qualname__
        if self._error_messages:
            return f"{name}: {error}"
        return name

    def _end_timeouts(self, record: TaskRecord, now: int) -> None:
        for timeout in record.timeouts[:]:
            if timeout.has_ended():
                record.timeouts.remove(timeout)
                self._log.add_at(now, "timeout-end", record.number, timeout.number)

    def finish(self) -> None:
        """At the end of the recording, looks which errors were retrieved."""
        self._look_for_retrieved(None)

    def _look_for_retrieved(self, by: int | None) -> None:
        for key, record in list(self.failed.items()):
            task = record.task()
            if task is not None and not task._log_traceback:
                del self.failed[key]
                self._log.add("retrieve", record.number, by)


def _members(link: Link) -> list[Any]:
    """The tasks that `asyncio.wait` or a task group waits for."""
    group = getattr(asyncio, "TaskGroup", None)
    for value in locals_and_stack(link):
        if group is not None and type(value) is group:
            return list(value._tasks)
        if type(value) is set and all(issubclass(type(it), asyncio.Future) for it in value):
            return list(value)
    return []


def _shielded(waiter: Future) -> Any:
    """The future behind `shield`, which is in the closure of a callback."""
    for callback, _ in getattr(waiter, "_callbacks", None) or ():
        if getattr(callback, "__qualname__", "") == "shield.<locals>._outer_done_callback":
            for cell in callback.__closure__ or ():
                if isinstance(cell.cell_contents, asyncio.Future):
                    return cell.cell_contents
    return None
