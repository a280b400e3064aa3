"""Runs scripts under this Python, each on asyncio's own loop with a virtual clock; prints what each prints.

    python3 virtual_python.py a.py b.py …

Each script's output comes after a line `== name`; what it raised is the last line of it, after `! `. As in the
engine, time.sleep moves the clock, and to_thread's functions run on the loop's thread. For aiohttp and aiofiles
there are stand-ins.
"""

import asyncio
import contextlib
import io
import itertools
import pathlib
import sys
import time
import warnings


class Jump:
    """A selector that lets time pass instead of waiting."""

    def __init__(self, loop):
        self.loop = loop

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("nothing is ready and no timer is pending")
        if timeout > 0:
            clock.now = max(clock.now, self.loop._scheduled[0]._when)
        return []


class Clock:
    now = 0.0


clock = Clock()


class OrderedTimer(asyncio.TimerHandle):
    """A timer that is due after those of the same time that were made before it: CPython promises no order."""

    numbers = itertools.count()

    def __init__(self, *args):
        super().__init__(*args)
        self.number = next(self.numbers)

    def __lt__(self, other):
        return (self._when, self.number) < (other._when, other.number)


class OrderedSet(dict):
    """A set that has its items in the order in which they came."""

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)


class OrderedGroup(asyncio.TaskGroup):
    """A group that cancels its tasks in the order in which they were made."""

    def __init__(self):
        super().__init__()
        self._tasks = OrderedSet()


class VirtualLoop(asyncio.base_events.BaseEventLoop):
    """asyncio's own loop, but for its clock and its threads."""

    def __init__(self):
        super().__init__()
        self._clock_resolution = 1e-9
        self._selector = Jump(self)

    def time(self):
        return clock.now

    def run_in_executor(self, executor, func, *args):
        self._check_callback(func, "run_in_executor")
        future = self.create_future()

        def run():
            if future.cancelled():
                return
            try:
                result = func(*args)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        self.call_soon(run)
        return future

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


def block(seconds):
    clock.now += seconds


def run(path):
    clock.now = 0.0
    asyncio.tasks._task_name_counter = itertools.count(1).__next__
    written = io.StringIO()
    with contextlib.redirect_stdout(written), contextlib.redirect_stderr(io.StringIO()):
        try:
            source = path.read_text()
            exec(compile(source, "script.py", "exec"), {"__name__": "__main__"})
        except SystemExit as error:
            if error.code not in (None, 0):
                print("! SystemExit:", error.code)
        except BaseException as error:
            words = str(error)
            print(f"! {type(error).__name__}" + (f": {words}" if words else ""))
    return written.getvalue()


if __name__ == "__main__":
    # The classes in Python, whose tasks are named by a counter that can be set back for each script.
    asyncio.Task = asyncio.tasks.Task = asyncio.tasks._PyTask
    asyncio.Future = asyncio.futures.Future = asyncio.futures._PyFuture
    asyncio.events.new_event_loop = asyncio.new_event_loop = VirtualLoop
    asyncio.events.TimerHandle = OrderedTimer
    asyncio.TaskGroup = asyncio.taskgroups.TaskGroup = OrderedGroup
    time.sleep = block
    for name in ("monotonic", "perf_counter"):
        setattr(time, name, lambda: clock.now)
    warnings.simplefilter("ignore")
    sys.path.insert(0, str(pathlib.Path(__file__).parent / "stand_ins"))
    for path in map(pathlib.Path, sys.argv[1:]):
        output = run(path)
        asyncio._set_running_loop(None)
        sys.stdout.write(f"== {path.stem}\n{output}")
        if output and not output.endswith("\n"):
            sys.stdout.write("\n")
