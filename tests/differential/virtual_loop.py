"""Runs scenarios on asyncio with a virtual clock, and prints the score of each.

    python3 virtual_loop.py scheduling.py locks.py …

A scenario is a coroutine function without parameters. For each scenario, in the order of the file, this prints
`== topic::name` and then its lines, or `-- topic::name needs Python 3.13` if this Python is older.

The time does not change while anything is ready, and then jumps to the next timer. If there is no timer,
nothing can ever continue, and the score ends with `stalled`.
"""

import asyncio
import inspect
import json
import pathlib
import runpy
import sys

__all__ = ["Failure", "ms", "outcome", "say", "shown", "since"]


class Stalled(BaseException):
    """Nothing is ready, and no timer is pending."""


class Jump:
    """A selector that advances the virtual time instead of waiting."""

    def __init__(self, loop):
        self.loop = loop

    def select(self, timeout):
        if timeout is None:
            raise Stalled
        if timeout > 0:
            self.loop.now = self.loop._scheduled[0]._when
        return []


class VirtualLoop(asyncio.base_events.BaseEventLoop):
    """asyncio's event loop with a virtual clock."""

    def __init__(self):
        super().__init__()
        self.now = 0.0
        self._clock_resolution = 1e-9
        self._selector = Jump(self)
        self.set_exception_handler(lambda loop, context: None)

    def time(self):
        return self.now

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


# Helpers of the scenarios.


class Failure(Exception):
    """The exception of the scenarios."""


def ms(number):
    """Converts milliseconds to seconds, as asyncio needs them."""
    return number / 1000


def say(*words):
    """Prints a line of the score: the time in ms, and the words."""
    now = round(asyncio.get_running_loop().time() * 1000)
    print(now, *(word if isinstance(word, str) else shown(word) for word in words))


def shown(value):
    """Formats a value like Rust's Debug."""
    match value:
        case None:
            return "()"
        case bool() | str():
            return json.dumps(value)
        case list():
            return f"[{', '.join(map(shown, value))}]"
        case tuple():
            return f"({', '.join(map(shown, value))})"
        case BaseExceptionGroup():
            return f"group{shown(list(value.exceptions))}"
        case asyncio.CancelledError():
            return "cancelled"
        case TimeoutError():
            return "timed out"
        case Failure():
            return str(value)
        case BaseException():
            return type(value).__name__
    return repr(value)


async def outcome(awaitable):
    """The result of an awaitable as text, including a cancellation: do not use it on the current task."""
    try:
        return shown(await awaitable)
    except (Exception, asyncio.CancelledError) as error:
        return shown(error)


def since(*version):
    """Marks a scenario that needs this version of Python."""

    def mark(scenario):
        scenario.since = version
        return scenario

    return mark


# Running scenarios.


def run(scenario):
    asyncio._set_running_loop(None)
    runner = asyncio.Runner(loop_factory=VirtualLoop)
    try:
        with runner:
            runner.run(scenario())
    except Stalled:
        print("stalled")
    except (Exception, asyncio.CancelledError) as error:
        print("main:", shown(error))


def run_all(paths):
    for path in map(pathlib.Path, paths):
        for name, scenario in runpy.run_path(str(path), run_name=path.stem).items():
            if not inspect.iscoroutinefunction(scenario) or scenario.__module__ != path.stem:
                continue
            if inspect.signature(scenario).parameters:
                continue
            since = getattr(scenario, "since", (3, 11))
            if sys.version_info >= since:
                print(f"== {path.stem}::{name}")
                run(scenario)
            else:
                print(f"-- {path.stem}::{name} needs Python {'.'.join(map(str, since))}")


if __name__ == "__main__":
    # Imported, so that the scenarios use the same module object.
    import virtual_loop

    print(f"Python {sys.version_info.major}.{sys.version_info.minor}")
    virtual_loop.run_all(sys.argv[1:])
