"""The recorder: receives what the hooks of the loops see, and keeps it in the log."""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from asyncio import events
from collections.abc import Callable
from types import CodeType
from typing import Any

from ._events import Text, cause_of
from ._form import native
from ._log import MAX_EVENTS, Log
from ._loop import AttachedLoop
from ._names import function_name
from ._places import Places
from ._reasons import cancel_reason
from ._records import CancelRequest, TaskRecord
from ._steps import LoopState
from ._tasks import Tasks

_UNRETRIEVED = "exception was never retrieved"
_DESTROYED = "Task was destroyed but it is pending!"


class Recorder:
    """Records the loops to which it is attached."""

    def __init__(
        self,
        *,
        max_events: int = MAX_EVENTS,
        seconds: float | None = None,
        error_messages: bool = False,
        addresses: bool = True,
        clock: Callable[[], int] = time.perf_counter_ns,
    ) -> None:
        if native is not None and clock is time.perf_counter_ns:
            # The same time.
            clock = native.now
        self.now = clock
        self.places = Places()
        self.log = Log(clock, max_events, seconds)
        self.tasks = Tasks(self.log, self.places, error_messages, addresses)
        self.is_on = True
        self._held_limit = sys.maxsize
        self._on_held: Callable[[int], None] | None = None
        self.timeouts: dict[int, tuple[Any, Any]] = {}
        self._loops: dict[int, AttachedLoop] = {}
        self._kept: set[Any] = set()
        self.extend: Callable[[tuple[int, int]], None] = self.log.extend
        self.add = self.log.add
        self.records = self.tasks.records
        self.threads = self.tasks.threads
        self.lost = self.tasks.lost
        self.compiled = self.tasks.compiled
        self.programs = self.tasks.programs
        self.step_ended = self.tasks.step_ended
        self.next_number = self.tasks.next_number
        self.end_timeouts = self.tasks.end_timeouts
        self.describe = self.tasks.describe
        self.place_of_call = self.places.of_call
        self.keep = self._kept.add

    def attach(self, loop: Any) -> None:
        """Begins to record a loop, unless it is recorded already."""
        if not self.is_on or id(loop) in self._loops:
            return
        try:
            if self._loops:
                self.note("another loop begins to run; its tasks are in the same recording")
            self._loops[id(loop)] = AttachedLoop(loop, self)
        except Exception as error:
            self.failed(error)

    def watch_held(self, limit: int, on_held: Callable[[int], None]) -> None:
        """Has a function called when a step or callback has held a loop for this long, in nanoseconds."""
        self._held_limit, self._on_held = limit, on_held
        step_ended = self.tasks.step_ended

        def watched_step_ended(record: TaskRecord, began: int, now: int) -> None:
            step_ended(record, began, now)
            if now - began >= limit:
                on_held(now - began)

        self.step_ended = watched_step_ended

    def stop(self) -> None:
        """Restores all loops."""
        if self.is_on:
            self.is_on = False
            self.tasks.finish()
            self._detach()

    def stop_in_child(self) -> None:
        """Ends recording in the copy of the process that a fork has made."""
        self.is_on = False
        self._detach()

    def _detach(self) -> None:
        for attached in list(self._loops.values()):
            attached.detach()
        self._loops.clear()

    def closed(self, loop: Any) -> None:
        """A loop was closed."""
        attached = self._loops.pop(id(loop), None)
        if attached is not None:
            attached.detach()

    def failed(self, error: BaseException) -> None:
        """Ends the recording after an error of its own."""
        if not self.is_on:
            return
        self.is_on = False
        try:
            where = traceback.extract_tb(error.__traceback__)[-1]
            at = f"{where.filename.rpartition('/')[2]}:{where.lineno}"
            message = f"the recording ends here because of an error in the recorder: {type(error).__name__} at {at}"
            print(f"coroscope: {message}: {error}. The program goes on.", file=sys.stderr)
            self.note(message)
            self._detach()
        except Exception:
            pass

    def has_tasks(self) -> bool:
        """Whether any task was recorded."""
        return self.tasks.has_any

    def note(self, text: str) -> None:
        """Adds a remark to the recording."""
        self.log.add("note", None, Text(text))

    def spawned(self, state: LoopState, task: Any, frame: Any) -> TaskRecord:
        """A task that was not seen before."""
        if state.eager is not None and task.get_coro() is state.eager[0]:
            return self.tasks.identify(state.eager[1], task)
        if getattr(task.get_coro(), "cr_suspended", False):
            # It has begun where it was made, by `Task(…, eager_start=True)`. What runs now only wakes it.
            return self.tasks.spawned(task, None, None)
        return self.tasks.spawned(task, self.current(state), frame)

    def current(self, state: LoopState) -> TaskRecord | None:
        """The task whose step runs now. It may have begun before it could be recorded."""
        if state.current is not None:
            return state.current
        loop = events._get_running_loop()
        # Tasks that exist when a loop is attached were not made by its current task.
        is_attached = loop is not None and id(loop) in self._loops
        return self.records.get(id(asyncio.current_task(loop))) if is_attached else None

    def eager_task(self, state: LoopState, coro: Any, frame: Any) -> TaskRecord:
        """A task whose first step begins, before its object is known."""
        record = self.tasks.unidentified(coro, self.current(state), frame)
        self.extend((self.now(), record.poll))
        return record

    def eager_task_made(self, record: TaskRecord, task: Any) -> None:
        """The first step of an eager task has ended."""
        try:
            if task is None or not hasattr(task, "get_coro"):
                self.log.add("end", record.number, "failed", Text("not made by the task factory"))
                return
            if record.task() is None:
                self.tasks.identify(record, task)
            self.tasks.step_ended(record, 0, self.now())
        except Exception as error:
            self.failed(error)

    def first_steps_ended(self, loop: Any, current: Any) -> None:
        """The steps of the tasks that existed when recording began have ended, but for that of the current task."""
        try:
            for task in asyncio.all_tasks(loop):
                record = self.records.get(id(task))
                if record is not None and record.is_first and task is not current:
                    record.is_first = False
                    self.tasks.step_ended(record, 0, self.now())
        except Exception as error:
            self.failed(error)

    def woken_by_future(self, state: LoopState, record: TaskRecord, task: Any, future: Any) -> None:
        """The future that a task waits for is done."""
        cause = state.cause
        if future.cancelled():
            asked = task.cancelling() if hasattr(task, "cancelling") else record.cancels + 1
            if asked > record.cancels:
                record.cancels = asked
                if hasattr(task, "cancelling"):
                    record.timeouts += (CancelRequest(record),)
                by = state.current.number if state.current is not None else None
                self.log.add("cancel", record.number, by, Text(cancel_reason(self.places)))
        elif self.threads and (thread := self.threads.get(id(future))) is not None:
            cause = cause_of(thread)
        self.extend((self.now(), record.wake | cause))

    def callback_ran(self, began: int, ended: int, callback: Any) -> None:
        """A callback that took long has returned."""
        if not self.is_on:
            return
        try:
            code = getattr(getattr(callback, "__func__", callback), "__code__", None)
            place = self.places.of_code(code) if isinstance(code, CodeType) else self.places.unknown
            self.log.add_at(ended, "callback", (ended - began) // 1000, Text(function_name(callback)), place)
            if ended - began >= self._held_limit and self._on_held is not None:
                self._on_held(ended - began)
        except Exception as error:
            self.failed(error)

    def timeout_expired(self, timeout: Any) -> None:
        """A time limit was reached."""
        self.log.add("timeout-expired", timeout.record.number, timeout.number)

    def forget_thread(self, key: int, reference: Any) -> None:
        """The future of a thread no longer exists."""
        self.threads.pop(key, None)
        self._kept.discard(reference)

    def unretrieved(self, context: dict[str, Any]) -> None:
        """asyncio reports something, perhaps about a task."""
        message = str(context.get("message", ""))
        task = context.get("task") or context.get("future")
        record = (self.records.get(id(task)) or self.lost.get(id(task))) if task is not None else None
        if record is None:
            return
        if message.endswith(_UNRETRIEVED):
            self.tasks.failed.pop(id(task), None)
            self.log.add("unretrieved", record.number)
        elif message == _DESTROYED:
            self.log.add("warn", "destroyed-pending", record.number, Text(record.name))

    def pass_ended(self) -> None:
        """The loop has run what was ready."""
        self.lost.clear()
        if self.log.is_due():
            try:
                self.log.collect()
            except Exception as error:
                self.failed(error)
