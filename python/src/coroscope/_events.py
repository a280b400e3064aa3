"""The packed events of a log, and how to read them."""

from __future__ import annotations

from typing import TypeAlias

from ._calls import LibraryCall

# An event is its time in nanoseconds and a packed integer: the kind in the lowest bits, then a task's number, then an
# argument. Those that happen often are one to three such pairs, and need no object of their own:
#
# POLL
# PAUSE       the number of a wait, whose last field may be an OPERAND before it
# YIELD       the same, of a task that has woken itself
# WAKE        a cause
# DONE
# AWAIT       the awaited task
# PASS        the number of ready tasks, in the place of the task, and the number of timers
# PASSED      the same
# LEVEL       of a resource, in the place of the task; then
# WAITERS     the numbers of takers and putters
# SPAWN       the parent or 0; then
# PLACE       the place; then
# NAME        the number of the coroutine's name
#
# All others are OTHER: their number leads to a tuple with the fields, as the recording format has them.
(
    OTHER, POLL, PAUSE, YIELD, WAKE, DONE, AWAIT, PASS, PASSED, OPERAND, LEVEL, WAITERS, SPAWN, PLACE, NAME,
) = range(15)  # fmt: skip
KIND_BITS = 4
KIND_MASK = (1 << KIND_BITS) - 1
ARGUMENT_BITS = 31
TASK_MASK = (1 << (ARGUMENT_BITS - KIND_BITS)) - 1
# The largest argument.
MAX_ARGUMENT = (1 << (63 - ARGUMENT_BITS)) - 1
WAITER_BITS = 16
MAX_WAITERS = (1 << WAITER_BITS) - 1

# What woke a task. Higher causes are the numbers of tasks, with FIRST_TASK added.
OUTSIDE, CALLBACK, TIMER, FIRST_TASK = range(4)


class Text(str):
    """A field that goes into the table of texts."""

    __slots__ = ()


Field: TypeAlias = int | str | LibraryCall | None
Fields = tuple[Field, ...]


def packed(kind: int, task: int = 0, argument: int = 0) -> int:
    """The second integer of an event."""
    return kind | task << KIND_BITS | argument << ARGUMENT_BITS


class Tables:
    """What packed events refer to."""

    def __init__(self) -> None:
        self.details: dict[int, Fields] = {}
        # The names of tasks, by their numbers.
        self.names: dict[int, str] = {}
        # The names of coroutines.
        self.functions: list[str] = []
        # Places with reasons to wait.
        self.waits: list[Fields] = [()]

    def copy(self) -> Tables:
        """A copy that does not change when the log does. The lists only grow."""
        other = Tables()
        other.details, other.names = dict(self.details), dict(self.names)
        other.functions, other.waits = self.functions, self.waits
        return other


class Decoder:
    """Turns the pairs of an event into its fields."""

    def __init__(self) -> None:
        # The first pairs of events that are not complete, by their kind and subject.
        self._parts: dict[tuple[int, int], int] = {}

    def copy(self) -> Decoder:
        """An independent copy."""
        other = Decoder()
        other._parts = dict(self._parts)
        return other

    def operand(self, task: int) -> int | None:
        """The operand for the wait of a task, once."""
        return self._parts.pop((OPERAND, task), None)

    def fields(self, event: int, tables: Tables) -> Fields | int:
        """The fields. Those of "task", which is a "spawn" with a "name", are the fields of both, with the coroutine's name.
        "gone" says that a resource no longer exists. Simple events stay packed; a part gives nothing."""
        kind, subject, argument = event & KIND_MASK, event >> KIND_BITS & TASK_MASK, event >> ARGUMENT_BITS
        if kind == OTHER:
            return tables.details.get(event >> KIND_BITS, ())
        if kind in (OPERAND, LEVEL, SPAWN, PLACE):
            self._parts[kind, subject] = argument
            return ()
        if kind == WAITERS:
            level = self._parts.pop((LEVEL, subject), 0)
            return "level", subject, level, argument & MAX_WAITERS, argument >> WAITER_BITS
        if kind == NAME:
            parent, place = self._parts.pop((SPAWN, subject), 0), self._parts.pop((PLACE, subject), 0)
            return "task", subject, parent or None, place, tables.names.get(subject, ""), tables.functions[argument]
        if kind == DONE:
            return "end", subject, "done"
        if kind == AWAIT:
            return "await", subject, argument
        return event
