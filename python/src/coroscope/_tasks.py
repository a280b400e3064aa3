"""The tasks that exist, and what each waits for at the end of each step."""

from __future__ import annotations

import asyncio
import itertools
from types import CoroutineType, FrameType
from typing import Any, cast

from ._awaited import TASK_CLASSES, awaited
from ._chain import Chains, FutureIter, code_of, last_codes
from ._events import (
    ARGUMENT_BITS, AWAIT, DONE, KIND_BITS, MAX_ARGUMENT, OPERAND, SPAWN,
    Text, number_in_name, packed, packed_name, packed_wait,
)  # fmt: skip
from ._form import native
from ._holders import Holders
from ._log import Log
from ._names import task_name
from ._patterns import RESOURCE, SLEEP, Pattern, pattern_of, primitive_of
from ._peers import Peers
from ._places import Places
from ._processes import Program
from ._records import CancelRequest, TaskRecord, TaskReference, no_task
from ._resources import PERMITS, Resource, Resources

_MAX_PATTERNS = 50_000


class Tasks:
    """All tasks that exist, by the identity of their objects, which are referred to weakly."""

    def __init__(self, log: Log, places: Places, error_messages: bool, addresses: bool) -> None:
        self.records: dict[int, TaskRecord] = {} if native is None else native.Records()
        self.resources = Resources(log)
        self.holders = Holders(self)
        self.update_resources = self.holders.update
        self._known = self.resources.known
        # The futures of functions that run in threads, with the numbers of the threads.
        self.threads: dict[int, int] = {}
        # The transports of subprocesses, with the programs.
        self.programs: dict[int, Program] = {}
        # Tasks that have failed and whose error was not retrieved.
        self.failed: dict[int, TaskRecord] = {}
        # Tasks that were destroyed in this pass while they were pending, or failed and not retrieved.
        self.lost: dict[int, TaskRecord | None] = {}
        self._log, self._places, self._error_messages, self._addresses = log, places, error_messages, addresses
        self._patterns: dict[tuple[int, ...], Pattern] = {}
        # Keeps the code objects in the keys of patterns alive, whose addresses are reused otherwise.
        self._codes: dict[int, object] = {}
        self._extend = log.extend
        self.chains = Chains(places.is_users)
        # The number of a new task or thread. Safe with several loops in several threads.
        self.next_number = itertools.count(1).__next__
        self.has_any = False
        # The compiled form of what is done often.
        self.compiled: Any = None
        if native is not None:
            self.compiled = native.Tasks(self, log, places)
            self.step_ended = self.compiled.step_ended  # type: ignore[method-assign]

    def spawned(self, task: Any, parent: TaskRecord | None, frame: FrameType | None) -> TaskRecord:
        """Records a task that was not seen before."""
        log, coro, number = self._log, task.get_coro(), self.next_number()
        self.has_any, function = True, getattr(coro, "__qualname__", "")
        record = TaskRecord(number, function)
        record.name = name = task.get_name() if hasattr(task, "get_name") else ""
        now, subject = log.clock(), number << KIND_BITS
        # A name of asyncio's is not kept as a text for each task.
        own = number_in_name(name)
        if own is None:
            log.tables.names[number] = name
        else:
            self._extend((now, OPERAND | subject | own << ARGUMENT_BITS))
        self._extend((now, SPAWN | subject | (0 if parent is None else parent.number) << ARGUMENT_BITS))
        for event in packed_name(number, self.place(frame, coro), log.function_number(function)):
            self._extend((now, event))
        self._refer(record, task)
        return record

    def unidentified(self, coro: Any, parent: TaskRecord | None, frame: FrameType | None) -> TaskRecord:
        """Records a task of which only the coroutine is known yet."""
        self.has_any = True
        record = TaskRecord(self.next_number(), getattr(coro, "__qualname__", ""))
        self._log.add("spawn", record.number, None if parent is None else parent.number, self.place(frame, coro))
        return record

    def identify(self, record: TaskRecord, task: Any) -> TaskRecord:
        """The task that a record is about."""
        self._refer(record, task)
        self.rename(record, task)
        return record

    def _refer(self, record: TaskRecord, task: Any) -> None:
        reference = record.task = TaskReference(task, self.destroyed)
        reference.key = key = id(task)
        self.records[key] = record

    def destroyed(self, reference: TaskReference) -> None:
        """A task no longer exists."""
        self.is_destroyed(reference.key, self.records.pop(reference.key, None))

    def is_destroyed(self, key: int, record: TaskRecord | None) -> None:
        """The task with this identity no longer exists."""
        if record is not None:
            record.timeouts = ()
        if self.failed.pop(key, None) is not None or (record is not None and not record.has_ended):
            # asyncio may report it after this.
            self.lost[key] = record

    def place(self, frame: FrameType | None, coro: Any) -> int:
        """The line of the program that made a task, or where its function is."""
        place = self._places.of_call(frame)
        if place == 0 and (code := getattr(coro, "cr_code", None)) is not None:
            return self._places.of_code(code)
        return place

    def rename(self, record: TaskRecord, task: Any) -> None:
        """Records the name of a task, if it has changed."""
        name = task.get_name() if hasattr(task, "get_name") else ""
        if name != record.name:
            record.name = name
            self._log.add("name", record.number, Text(task_name(name, record.function)))

    def step_ended(self, record: TaskRecord, began: int, now: int) -> None:
        """Records what a task waits for after a step, or how it ended."""
        task = record.task()
        if task is None:
            return
        waiter = task._fut_waiter
        if waiter is None and not record.is_ready:
            if record.timeouts:
                self.end_timeouts(record, now)
            if task.done():
                self.ended(record, task, now)
            else:
                self._extend((now, record.pause))
            return
        if record.is_new:
            record.is_new = False
            self.rename(record, task)
        coro = task.get_coro()
        nodes: Any = None
        pattern = None
        # Most tasks await a function of asyncio, or a future.
        if type(coro) is CoroutineType:
            inner = coro.cr_await
            if type(inner) is CoroutineType:
                code = id(inner.cr_code)
                if code in last_codes:
                    nodes = (coro, inner)
                    pattern = self._patterns.get((id(coro.cr_code), cast(FrameType, coro.cr_frame).f_lasti, code))
            elif type(inner) is FutureIter:
                nodes = (coro,)
                pattern = self._patterns.get((id(coro.cr_code), cast(FrameType, coro.cr_frame).f_lasti))
        if pattern is None:
            nodes, position = self.chains.follow(coro)
            pattern = self.pattern(nodes, position)
        before = record.on
        if pattern.locked or record.held or (before is not None and before.kind == "Lock"):
            self.update_resources(record, nodes, pattern)
        elif before is not None and pattern.kind != RESOURCE:
            record.on = None
            self.resources.read(before)
        if record.timeouts:
            self.end_timeouts(record, now)
        if self.failed:
            self.look_for_retrieved(record.number)
        if waiter is None:
            self._extend((now, record.yielded | pattern.turn << ARGUMENT_BITS))
        else:
            wait = pattern.fixed
            event = record.pause | wait << ARGUMENT_BITS if wait else self.waits(record, waiter, nodes, pattern, now)
            self._extend((now, event))

    def pattern(self, nodes: list[Any], position: list[int]) -> Pattern:
        """What the await chain of a task says."""
        return self._patterns.get(tuple(position)) or self._new_pattern(nodes, position)

    def _new_pattern(self, nodes: list[Any], position: list[int]) -> Pattern:
        pattern = pattern_of(nodes, self._places, self._log.wait_number, self._addresses)
        if len(self._patterns) >= _MAX_PATTERNS:
            # A deep recursion has as many positions as levels, and a program may make code without end.
            self._patterns.clear()
            self._codes.clear()
            self.chains.clear()
            if self.compiled is not None:
                self.compiled.forget_codes()
        self._patterns[tuple(position)] = pattern
        self._codes.update((id(code_of(node)), code_of(node)) for node in nodes)
        return pattern

    def waits(self, record: TaskRecord, waiter: Any, nodes: list[Any], pattern: Pattern, now: int) -> int:
        """The last event of the step, with the wait."""
        log, place, kind = self._log, pattern.place, pattern.kind
        if record.permit is not None:
            self.resources.read(record.permit)
        if kind == RESOURCE:
            primitive = primitive_of(pattern, nodes[pattern.at])
            if primitive is not None:
                before, resource = record.on, self._known.get(id(primitive)) or self.resource(primitive, pattern)
                record.on = resource
                if resource.kind in PERMITS:
                    record.permit = resource
                if before is not None and before is not resource:
                    self.resources.read(before)
                if resource.kind == "Lock" and resource.holder is None:
                    self.holders.find(resource, primitive)
                self.resources.read(resource)
                # Not a wait of its own for each primitive, of which a service makes more and more.
                return self._operand(record, now, pattern.wait, resource.number)
        if pattern.peers is not None:
            return self._waits_in_library(record, waiter, nodes, pattern, now)
        if kind == SLEEP:
            future, micros = record.timer
            if future == id(waiter):
                if micros > MAX_ARGUMENT:
                    log.add_at(now, "wait", record.number, place, "timer", micros)
                    return record.pause
                return self._operand(record, now, pattern.wait, micros)
            return record.pause | pattern.wait << ARGUMENT_BITS
        found, several = awaited(
            self.records, self.threads, lambda it: self._number_of(it, record), waiter, nodes[pattern.at], kind
        )
        for number in found:
            self._awaits(record, number, now)
        if found:
            wait = log.wait_number((place, "tasks" if several else "task"))
            return self._operand(record, now, wait, len(found) if several else found[0])
        return record.pause | log.wait_number((place, "future")) << ARGUMENT_BITS

    def _waits_in_library(self, record: TaskRecord, waiter: Any, nodes: list[Any], pattern: Pattern, now: int) -> int:
        peers = cast(Peers, pattern.peers)
        awaited_task = self._number_of(waiter, record)
        if awaited_task is not None:
            self._awaits(record, awaited_task, now)
            if peers.is_librarys:
                return self._operand(record, now, self._log.wait_number((pattern.place, "task")), awaited_task)
        number = peers.number(nodes, self._log, self.programs)
        if number == 0 and awaited_task is None and peers.are_unknown():
            pattern.fixed = pattern.wait
        return record.pause | (number or pattern.wait) << ARGUMENT_BITS

    def _number_of(self, future: Any, awaited_by: TaskRecord) -> int | None:
        """The number of a task. One that is not known has begun where it was made: `Task(…, eager_start=True)`."""
        record = self.records.get(id(future))
        if record is None and type(future) is not asyncio.Future and issubclass(type(future), TASK_CLASSES):
            if future.done():
                return None
            record = self.spawned(future, awaited_by, None)
            # It was set when that task ran.
            record.timer = awaited_by.timer
            now = self._log.clock()
            self._extend((now, record.poll))
            self.step_ended(record, now, now)
        return None if record is None else record.number

    def _awaits(self, record: TaskRecord, number: int, now: int) -> None:
        awaits = record.awaits = record.awaits or set()
        if number not in awaits:
            awaits.add(number)
            self._extend((now, packed(AWAIT, record.number, number)))

    def _operand(self, record: TaskRecord, now: int, wait: int, operand: int) -> int:
        """The event for a wait with an operand. What does not fit into it is recorded before."""
        *before, event = packed_wait(record.number, wait, operand)
        for part in before:
            self._extend((now, part))
        return event

    def resource(self, primitive: Any, pattern: Pattern) -> Resource:
        """The resource for a primitive."""
        return self.resources.get(primitive, pattern.place, pattern.operation, self.holders.count)

    def ended(self, record: TaskRecord, task: Any, now: int) -> None:
        """Records how a task ended."""
        log, number = self._log, record.number
        for resource in record.held:
            if resource.holder == number:
                self.resources.hold(resource, None)
        for used in (record.on, record.permit):
            if used is not None:
                self.resources.read(used)
        self.rename(record, task)
        if task.cancelled():
            if not record.cancels:
                log.add_at(now, "cancel", number, None, Text(""))
            log.add_at(now, "end", number, "cancelled")
        elif (error := task._exception) is not None:
            log.add_at(now, "end", number, "failed", Text(self.describe(error)))
            self.failed[id(task)] = record
        else:
            self._extend((now, packed(DONE, number)))
        # The record is still needed: callbacks of the task go on with what it did.
        record.has_ended = True

    def describe(self, error: BaseException) -> str:
        """The type of an exception. Its message may contain values, so it is only kept if that was asked for."""
        name = type(error).__qualname__
        return f"{name}: {error}" if self._error_messages else name

    def end_timeouts(self, record: TaskRecord, now: int) -> None:
        """Records which time limits have ended, and which requests to cancel were taken back."""
        for timeout in record.timeouts:
            if timeout.has_ended():
                record.timeouts = tuple(it for it in record.timeouts if it is not timeout)
                if type(timeout) is CancelRequest:
                    record.cancels -= 1
                    self._log.add_at(now, "uncancel", record.number)
                else:
                    self._log.add_at(now, "timeout-end", record.number, timeout.number)

    def finish(self) -> None:
        """At the end of the recording, looks which errors were retrieved."""
        self.look_for_retrieved(None)
        self.forget()

    def forget(self) -> None:
        """Ends the circles from this to the records and back, which Python's collector may not see."""
        for record in list(self.records.values()):
            record.task, record.timeouts = no_task, ()
        self.records.clear()

    def look_for_retrieved(self, by: int | None) -> None:
        """Records which errors were retrieved since the last time."""
        for key, record in list(self.failed.items()):
            task = record.task()
            if task is not None and not task._log_traceback:
                del self.failed[key]
                self._log.add("retrieve", record.number, by)
