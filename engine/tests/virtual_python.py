"""Runs scripts under CPython, each on asyncio's own loop with a virtual clock, and prints their output.

    python3 virtual_python.py a.py b.py …

The output of each script follows a line `== name`. An exception is the last line, after `! `. time.sleep advances the
clock. Threads are real ones, but only one runs at a time. Sockets are real ones, on this machine's own addresses. There are
stand-ins for aiohttp and aiofiles.
"""

import asyncio
import concurrent.futures.thread as pools
import contextlib
import io
import itertools
import os
import pathlib
import selectors
import sys
import warnings

import virtual_threads
from virtual_threads import clock


# What the operating system needs at most until a socket is ready because of what was done at the other end, in seconds.
ARRIVAL = 0.2


class Jump(selectors.DefaultSelector):
    """A selector that runs threads and advances the clock instead of waiting."""

    def __init__(self, loop):
        super().__init__()
        self.loop = loop
        self.is_woken = False

    def select(self, timeout):
        if self.get_map():
            ready = super().select(0) or timeout != 0 and super().select(ARRIVAL)
            if ready:
                return ready
        if timeout is None:
            virtual_threads.wait_until(lambda: self.is_woken)
        elif timeout > 0:
            virtual_threads.wait_until(lambda: self.is_woken, self.loop._scheduled[0]._when)
        else:
            virtual_threads.run_others()
        self.is_woken = False
        return []


class OrderedTimer(asyncio.TimerHandle):
    """A timer that is due after earlier timers of the same deadline. CPython does not define their order."""

    numbers = itertools.count()

    def __init__(self, *args):
        super().__init__(*args)
        self.number = next(self.numbers)

    def __lt__(self, other):
        return (self._when, self.number) < (other._when, other.number)


class OrderedSet(dict):
    """A set in insertion order."""

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)


class OrderedGroup(asyncio.TaskGroup):
    """A group that cancels its tasks in order of creation."""

    def __init__(self):
        super().__init__()
        self._tasks = OrderedSet()


class VirtualLoop(asyncio.selector_events.BaseSelectorEventLoop):
    """asyncio's own loop with a virtual clock."""

    def __init__(self):
        super().__init__(Jump(self))
        self._clock_resolution = 1e-9

    def time(self):
        return clock.now

    def _make_self_pipe(self):
        pass

    _close_self_pipe = _make_self_pipe

    def _write_to_self(self):
        self._selector.is_woken = True


def run(path):
    clock.now = 0.0
    asyncio.tasks._task_name_counter = itertools.count(1).__next__
    # Each script has files of its own.
    sys.modules.pop("aiofiles", None)
    written = io.StringIO()
    with contextlib.redirect_stdout(written), contextlib.redirect_stderr(io.StringIO()):
        try:
            source = path.read_text()
            try:
                exec(compile(source, "script.py", "exec"), {"__name__": "__main__"})
            finally:
                end_threads()
        except SystemExit as error:
            if error.code not in (None, 0):
                print("! SystemExit:", error.code)
        except BaseException as error:
            message = str(error)
            print(f"! {type(error).__name__}" + (f": {message}" if message else ""))
    return written.getvalue()


def end_threads():
    """Waits for threads, as an interpreter does at its end."""
    pools._python_exit()
    pools._shutdown = False
    pools._threads_queues.clear()


if __name__ == "__main__":
    # The Python classes have a counter for default task names that can be reset for each script.
    asyncio.Task = asyncio.tasks.Task = asyncio.tasks._PyTask
    asyncio.Future = asyncio.futures.Future = asyncio.futures._PyFuture
    asyncio.events.new_event_loop = asyncio.new_event_loop = VirtualLoop
    asyncio.events.TimerHandle = OrderedTimer
    asyncio.TaskGroup = asyncio.taskgroups.TaskGroup = OrderedGroup
    virtual_threads.install()
    pools._global_shutdown_lock = virtual_threads.Lock()
    warnings.simplefilter("ignore")
    sys.path.insert(0, str(pathlib.Path(__file__).parent / "stand_ins"))
    for path in map(pathlib.Path, sys.argv[1:]):
        output = run(path)
        asyncio._set_running_loop(None)
        sys.stdout.write(f"== {path.stem}\n{output}")
        if output and not output.endswith("\n"):
            sys.stdout.write("\n")
    sys.stdout.flush()
    # Ends threads that wait forever.
    os._exit(0)
