"""The packed events of a log, and how to read them."""

from __future__ import annotations

from typing import TypeAlias

from ._calls import LibraryCall

# An event is its time in nanoseconds and a packed integer: the kind in the lowest bits, then a task's number, then an
# argument. Those that happen often are one to three such pairs, and need no object of their own:
#
# POLL
# PAUSE       the number of a wait, whose last field may be an OPERAND before it
# WAIT        PAUSE with its operand, if both are small: the number of the wait in the lowest bits
# YIELD       the same, of a task that has woken itself
# WAKE        a cause
# DONE
# AWAIT       the awaited task
# PASS        the number of ready tasks, in the place of the task, and the number of timers
# PASSED      the same, and the number of timers that only limit a timeout above the number of timers; after an OPERAND of
#             task 0 with the number of timers, if one of them is large, only that number
# LEVEL       of a resource, in the place of the task; then
# WAITERS     the numbers of takers and putters; without a LEVEL before it also the level, if all are small
# SPAWN       the parent or 0; then
# PLACE       the place; then
# NAME        the number of the coroutine's name; without a PLACE before it also the place, if both are small; an OPERAND
#             before it is the number in the name that asyncio gave
#
# All others are OTHER: their number leads to a tuple with the fields, as the recording format has them.
(
    OTHER, POLL, PAUSE, YIELD, WAKE, DONE, AWAIT, PASS, PASSED, OPERAND, LEVEL, WAITERS, SPAWN, PLACE, NAME,
    WAIT,
) = range(16)  # fmt: skip
KIND_BITS = 4
KIND_MASK = (1 << KIND_BITS) - 1
ARGUMENT_BITS = 31
TASK_MASK = (1 << (ARGUMENT_BITS - KIND_BITS)) - 1
# The largest argument.
MAX_ARGUMENT = (1 << (63 - ARGUMENT_BITS)) - 1
WAITER_BITS = 16
MAX_WAITERS = (1 << WAITER_BITS) - 1
# In the argument of WAIT.
WAIT_BITS = 12
MAX_WAIT = (1 << WAIT_BITS) - 1
MAX_OPERAND = (1 << (63 - ARGUMENT_BITS - WAIT_BITS)) - 1
# In that of WAITERS with a level. There may be many takers: of a semaphore, all tasks that wait.
SMALL_BITS, TAKER_BITS = 10, 12
MAX_SMALL, MAX_TAKERS = (1 << SMALL_BITS) - 1, (1 << TAKER_BITS) - 1
# In that of PASSED.
TIMER_BITS = 20
MAX_TIMERS, MAX_TIMEOUTS = (1 << TIMER_BITS) - 1, (1 << 63 - ARGUMENT_BITS - TIMER_BITS) - 1
# In that of NAME with a place.
NAME_BITS = 16
MAX_NAME = (1 << NAME_BITS) - 1

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


def cause_of(number: int) -> int:
    """The cause of what a task or thread wakes, packed."""
    return FIRST_TASK + number << ARGUMENT_BITS


def packed_wait(task: int, wait: int, operand: int) -> tuple[int, ...]:
    """The one or two integers for a task that waits with an operand."""
    if wait <= MAX_WAIT and operand <= MAX_OPERAND:
        return (packed(WAIT, task, operand << WAIT_BITS | wait),)
    return packed(OPERAND, task, operand), packed(PAUSE, task, wait)


def packed_level(resource: int, level: int, takers: int, putters: int) -> tuple[int, ...]:
    """The one or two integers for the level of a resource."""
    if level <= MAX_SMALL and takers <= MAX_TAKERS and putters <= MAX_SMALL:
        return (packed(WAITERS, resource, (level << TAKER_BITS | takers) << SMALL_BITS | putters),)
    waiters = min(takers, MAX_WAITERS) | min(putters, MAX_WAITERS) << WAITER_BITS
    return packed(LEVEL, resource, level), packed(WAITERS, resource, waiters)


def packed_passed(ready: int, timers: int, timeouts: int) -> tuple[int, ...]:
    """The one or two integers for the end of a pass."""
    if timers <= MAX_TIMERS and timeouts <= MAX_TIMEOUTS:
        return (packed(PASSED, ready, timeouts << TIMER_BITS | timers),)
    return packed(OPERAND, 0, timers), packed(PASSED, ready, timeouts)


def packed_name(task: int, place: int, name: int) -> tuple[int, ...]:
    """The one or two integers for the place of a task and the name of its coroutine."""
    if place <= MAX_NAME and name <= MAX_NAME:
        return (packed(NAME, task, place << NAME_BITS | name),)
    return packed(PLACE, task, place), packed(NAME, task, name)


def number_in_name(name: str) -> int | None:
    """The number in a name that asyncio gave."""
    number = name[5:]
    if name.startswith("Task-") and number.isascii() and number.isdigit() and (number[0] != "0" or number == "0"):
        return int(number) if len(number) < 10 else None
    return None


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
        self.parts: dict[tuple[int, int], int] = {}

    def copy(self) -> Decoder:
        """An independent copy."""
        other = Decoder()
        other.parts = dict(self.parts)
        return other

    def operand(self, task: int) -> int | None:
        """The operand for the wait of a task, once."""
        return self.parts.pop((OPERAND, task), None)

    def timers(self, argument: int) -> tuple[int, int]:
        """The numbers of timers and of timeouts at the end of a pass."""
        timers = self.operand(0)
        return (argument & MAX_TIMERS, argument >> TIMER_BITS) if timers is None else (timers, argument)

    def fields(self, event: int, tables: Tables) -> Fields | int:
        """The fields. Those of "task", which is a "spawn" with a "name", are the fields of both, with the coroutine's name.
        "gone" says that a resource no longer exists. Simple events stay packed; a part gives nothing."""
        kind, subject, argument = event & KIND_MASK, event >> KIND_BITS & TASK_MASK, event >> ARGUMENT_BITS
        if kind == OTHER:
            return tables.details.get(event >> KIND_BITS, ())
        if kind in (OPERAND, LEVEL, SPAWN, PLACE):
            self.parts[kind, subject] = argument
            return ()
        if kind == WAIT:
            self.parts[OPERAND, subject] = argument >> WAIT_BITS
            return packed(PAUSE, subject, argument & MAX_WAIT)
        if kind == WAITERS:
            level = self.parts.pop((LEVEL, subject), None)
            if level is None:
                level, takers = argument >> TAKER_BITS + SMALL_BITS, argument >> SMALL_BITS & MAX_TAKERS
                return "level", subject, level, takers, argument & MAX_SMALL
            return "level", subject, level, argument & MAX_WAITERS, argument >> WAITER_BITS
        if kind == NAME:
            parent, place = self.parts.pop((SPAWN, subject), 0), self.parts.pop((PLACE, subject), None)
            if place is None:
                place, argument = argument >> NAME_BITS, argument & MAX_NAME
            number = self.parts.pop((OPERAND, subject), None)
            name = tables.names.get(subject, "") if number is None else f"Task-{number}"
            return "task", subject, parent or None, place, name, tables.functions[argument]
        if kind == DONE:
            return "end", subject, "done"
        if kind == AWAIT:
            return "await", subject, argument
        return event
