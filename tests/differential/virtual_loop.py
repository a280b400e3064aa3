"""Runs scenarios on asyncio with a virtual clock, and prints the score of each.

    python3 virtual_loop.py scheduling.py locks.py …

A scenario is a coroutine function without parameters. For each, in the order of the file: a line
`== topic::name`, then the lines that it says; or `-- topic::name needs Python 3.13`, where this one is older.

Time stands still while anything is ready, and jumps to the next timer when nothing is. Where there is no
timer either, nothing can ever go on: the score ends with `stalled`.
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
    """A selector that lets time pass instead of waiting."""

    def __init__(self, loop):
        self.loop = loop

    def select(self, timeout):
        if timeout is None:
            raise Stalled
        if timeout > 0:
            self.loop.now = self.loop._scheduled[0]._when
        return []


class VirtualLoop(asyncio.base_events.BaseEventLoop):
    """asyncio's own loop, but for its clock."""

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


# What scenarios are written with.


class Failure(Exception):
    """What scenarios fail with."""


def ms(number):
    """Milliseconds, in asyncio's seconds."""
    return number / 1000


def say(*words):
    """Adds a line to the score: the time in ms, and the words."""
    now = round(asyncio.get_running_loop().time() * 1000)
    print(now, *(word if isinstance(word, str) else shown(word) for word in words))


def shown(value):
    """A value as Rust's Debug writes it."""
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
    """What an awaitable ends with, as text. Also a cancellation: use it on a task that is not one's own."""
    try:
        return shown(await awaitable)
    except (Exception, asyncio.CancelledError) as error:
        return shown(error)


def since(*version):
    """Marks a scenario that an older Python cannot run, or runs differently."""

    def mark(scenario):
        scenario.since = version
        return scenario

    return mark


# Running them.


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
    # By its name, so that scenarios share this module with the loop that runs them.
    import virtual_loop

    print(f"Python {sys.version_info.major}.{sys.version_info.minor}")
    virtual_loop.run_all(sys.argv[1:])
