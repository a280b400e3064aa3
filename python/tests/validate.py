"""A strict validator of recordings, written after docs/recording-format.md, version 5. Also checks that events fit
together: a task is polled only when it exists, is ready and has not ended."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

Check = Callable[["Tables", Any], bool]


class Tables:
    """The tables that events refer to."""

    def __init__(self, texts: list[str], places: list[Any]) -> None:
        self.texts, self.places = len(texts), len(places)


def number(least: int = 0, most: int = 2**53 - 1) -> Check:
    return lambda tables, value: type(value) is int and least <= value <= most


def word(*words: str) -> Check:
    return lambda tables, value: value in words and type(value) is str


def nullable(check: Check) -> Check:
    return lambda tables, value: value is None or check(tables, value)


def either(*checks: Check) -> Check:
    return lambda tables, value: any(check(tables, value) for check in checks)


COUNT = number(0, 2**32 - 1)
MICROS = number()
TASK = number(1, 2**32 - 1)
RESOURCE = number(1, 2**32 - 1)
WAITERS = number(0, 65_535)
TEXT: Check = lambda tables, value: type(value) is int and 0 <= value < tables.texts  # noqa: E731
PLACE: Check = lambda tables, value: type(value) is int and 0 <= value < tables.places  # noqa: E731
MAYBE = nullable(TASK)

ENDS = [[word("done")], [word("cancelled")], [word("failed"), TEXT]]
WAITS = [
    [word("turn")], [word("timer")], [word("timer"), MICROS], [word("task"), TASK], [word("tasks"), COUNT],
    [word("io"), TEXT], [word("get", "put", "join", "acquire", "wait"), RESOURCE], [word("future")],
]  # fmt: skip
KINDS = word("Queue", "Lock", "Event", "Condition", "Semaphore", "Barrier", "Future", "Value")
WARNINGS = word(
    "never-awaited", "generator-left-open", "ran-on-loop-thread", "endless-turn", "destroyed-pending", "not-kept"
)
# The possible fields of each event.
EVENTS: dict[str, list[list[Check]]] = {
    "pass": [[COUNT, COUNT]],
    "passed": [[COUNT, COUNT], [COUNT, COUNT, COUNT]],
    "hop": [[]],
    "deadlock": [[]],
    "callback": [[MICROS, TEXT, PLACE]],
    "spawn": [[TASK, MAYBE, PLACE], [TASK, MAYBE, PLACE, word("cleanup")]],
    "schedule": [[TASK, MAYBE, PLACE], [TASK, MAYBE, PLACE, MICROS]],
    "name": [[TASK, TEXT]],
    "wake": [[TASK, either(TASK, word("timer", "callback", "outside"))]],
    "poll": [[TASK]],
    "pause": [[TASK]],
    "wait": [[TASK, PLACE, *reason] for reason in WAITS],
    "call": [[TASK, COUNT]],
    "await": [[TASK, TASK]],
    "cancel": [[TASK, MAYBE, TEXT]],
    "uncancel": [[TASK]],
    "timeout": [[TASK, number(1), MICROS]],
    "timeout-expired": [[TASK, number(1)]],
    "timeout-end": [[TASK, number(1)]],
    "clean": [[TASK]],
    "end": [[TASK, *end] for end in ENDS],
    "retrieve": [[TASK, MAYBE]],
    "unretrieved": [[TASK]],
    "make": [[RESOURCE, KINDS, COUNT, PLACE]],
    "label": [[RESOURCE, TEXT]],
    "level": [[RESOURCE, COUNT, WAITERS, WAITERS]],
    "hold": [[RESOURCE, MAYBE, COUNT]],
    "print": [[MAYBE, TEXT]],
    "note": [[MAYBE, TEXT]],
    "point": [[TEXT, number(-(2**53)), number(-(2**53))]],
    "thread": [[TASK, MAYBE, TEXT, PLACE], [TASK, MAYBE, TEXT, PLACE, word("process")]],
    "thread-end": [[TASK, *end] for end in ENDS],
    "warn": [[WARNINGS, MAYBE, TEXT], [WARNINGS, MAYBE, TEXT, PLACE]],
}


def problems(text: str) -> list[str]:
    """What is wrong with a recording; at most ten sentences."""
    try:
        pairs = json.loads(text, object_pairs_hook=list)
    except ValueError as error:
        return [f"no JSON: {error}"]
    if not isinstance(pairs, list) or not pairs or pairs[0] not in (("coroscope", 5), ("coroscope", 7)):
        return ["the first member is not the version, 5 or 7"]
    if len({name for name, _ in pairs}) != len(pairs):
        return ["a member appears twice"]
    file = json.loads(text)
    texts, places = file.get("texts", []), file.get("places", [])
    found = []
    if not all(type(it) is str for it in texts):
        found.append("a text is no string")
    if not all(len(it) == 2 and type(it[0]) is str and type(it[1]) is int and it[1] >= 1 for it in places):
        found.append("a place is no file with a line")
    if not number(0, 2**40 - 1)(Tables([], []), file.get("dropped", 0)):
        found.append("dropped is no number")
    meta = file.get("meta", {})
    if not all(type(meta.get(name, "")) is str for name in ("title", "lesson", "clock")):
        found.append("a member of meta is no string")
    if meta.get("clock", "real") not in ("real", "virtual"):
        found.append("the clock is neither real nor virtual")
    return (found + event_problems(file["events"], Tables(texts, places), bool(file.get("dropped"))))[:10]


def event_problems(events: list[Any], tables: Tables, is_cut: bool) -> list[str]:
    """What is wrong with the events."""
    found: list[str] = []
    alive: set[int] = set()
    ended: set[int] = set()
    made: set[int] = set()
    for at, event in enumerate(events):
        problem = shape_problem(event, tables)
        if problem is None:
            problem = order_problem(event[1], event[2:], alive, ended, made, is_cut)
        if problem is not None:
            found.append(f"event {at}, {event}: {problem}")
    return found


def shape_problem(event: Any, tables: Tables) -> str | None:
    if type(event) is not list or len(event) < 2 or not number()(tables, event[0]):
        return "is no event"
    shapes = EVENTS.get(event[1]) if type(event[1]) is str else None
    if shapes is None:
        return "unknown event"
    fields = event[2:]
    if not any(
        len(shape) == len(fields) and all(check(tables, field) for check, field in zip(shape, fields)) for shape in shapes
    ):
        return "unknown fields"
    return None


def order_problem(
    name: str, fields: list[Any], alive: set[int], ended: set[int], made: set[int], is_cut: bool
) -> str | None:
    if name in ("spawn", "thread", "schedule"):
        task, parent = fields[0], fields[1]
        if task in alive or task in ended:
            return "spawned twice"
        alive.add(task)
        return "the parent is not older" if parent is not None and parent >= task else None
    if name == "make":
        made.add(fields[0])
    if name in ("level", "hold", "label") and fields[0] not in made:
        return "the resource was not made"
    if name in ("wake", "poll", "pause", "wait", "end", "thread-end", "await", "timeout"):
        if fields[0] in ended:
            return "the task has ended"
        if fields[0] not in alive and not is_cut:
            return "the task was not spawned"
    if name in ("end", "thread-end"):
        alive.discard(fields[0])
        ended.add(fields[0])
    return None


if __name__ == "__main__":
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            print(path, problems(file.read()) or "is valid")
