"""What is known about each task while it exists."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ._events import KIND_BITS, PAUSE, POLL, WAKE, YIELD, cause_of
from ._form import native
from ._resources import Resource


def no_task() -> None:
    return None


class TaskReference(weakref.ref[Any]):
    """A weak reference to a task, with the identity that the task had."""

    __slots__ = ("key",)
    key: int


class CancelRequest:
    """A request to cancel a task, until it is taken back."""

    __slots__ = ("_record", "_number")

    def __init__(self, record: TaskRecord) -> None:
        self._record, self._number = record, record.cancels

    def has_ended(self) -> bool:
        """Whether it was taken back. asyncio only counts them."""
        task = self._record.task()
        return task is not None and task.cancelling() < self._number


class TaskRecord:
    """A task with its number and its events, packed."""

    __slots__ = (
        "number", "poll", "pause", "yielded", "wake", "cause", "task", "has_ended", "name", "function", "is_ready",
        "on", "held", "timer", "awaits", "timeouts", "cancels", "is_first", "is_new",
        "permit",
    )  # fmt: skip

    def __init__(self, number: int, function: str) -> None:
        self.number = number
        # Returns the task, if it still exists. Its coroutine is not kept either: it may refer to the task.
        self.task: Callable[[], Any] = no_task
        self.has_ended = False
        # The name of its coroutine.
        self.function = function
        subject = number << KIND_BITS
        self.poll, self.pause, self.yielded, self.wake = POLL | subject, PAUSE | subject, YIELD | subject, WAKE | subject
        # The cause of what is woken during a step of this task.
        self.cause = cause_of(number)
        self.name = ""
        # Whether it will run in this pass or the next. It is so too after it has yielded.
        self.is_ready = False
        # The primitive that it waited for last, and those that it holds.
        self.on: Resource | None = None
        self.held: tuple[Resource, ...] = ()
        # The future of its last timer, and the microseconds.
        self.timer: tuple[int, int] = (0, 0)
        # The tasks that it is known to await.
        self.awaits: set[int] | None = None
        # The semaphore that it has waited for last.
        self.permit: Resource | None = None
        # Its open timeouts, and the requests to cancel it.
        self.timeouts: tuple[Any, ...] = ()
        # The number of requests to cancel it.
        self.cancels = 0
        # Whether its first step began without being recorded.
        self.is_first = False
        # Whether no step of it has ended. Only after the first one it has the name that the program gave.
        self.is_new = True


if native is not None and not TYPE_CHECKING:
    TaskRecord = native.TaskRecord
