"""Subprocesses that the program starts, each with a lane, and functions in other processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from ._events import Text
from ._names import function_name
from ._places import outer_frame
from ._steps import LoopState, Sink


# The last field of a lane that is one of a process.
PROCESS = "process"


class Program(str):
    """The base name of a program, as in "subprocess grep"."""

    __slots__ = ()


def program_of(argument: Any, is_shell: bool) -> Program:
    """The program that is started. The arguments, and what a shell runs, may contain values."""
    try:
        name = "shell" if is_shell else os.path.basename(os.fsdecode(argument))
    except TypeError:
        # asyncio refuses it.
        name = "unknown"
    return Program(f"subprocess {name}")


class ProcessLane:
    """The lane of a subprocess. asyncio's transport takes it for one of the futures that wait for the exit."""

    def __init__(self, state: LoopState, sink: Sink, number: int, programs: dict[int, Program]) -> None:
        self._state, self._sink, self._number, self._programs = state, sink, number, programs
        self._key = 0
        self._has_ended = False

    def follow(self, transport: Any, program: Program) -> None:
        """Waits for the exit of the process."""
        self._key = id(transport)
        self._programs[self._key] = program
        status = transport.get_returncode()
        waiters = getattr(transport, "_exit_waiters", None)
        if type(status) is int:
            self.set_result(status)
        elif type(waiters) is list:
            waiters.append(self)
        elif type(waiters) is set:
            # Since Python 3.14.
            waiters.add(self)
        elif type(transport).__module__.startswith("uvloop."):
            transport._wait().add_done_callback(self._exited)
        else:
            # Of another transport it is not known when the process ends.
            self.end()

    def _exited(self, future: Any) -> None:
        if not future.cancelled():
            self.set_result(future.result())

    def cancelled(self) -> bool:
        """As a future's."""
        return False

    def done(self) -> bool:
        """As a future's."""
        return False

    def set_result(self, status: int) -> None:
        """The process has ended."""
        if status == 0:
            self.end()
        elif status > 0:
            self.end(f"exit status {status}")
        else:
            self.end(f"ended by {_signal(-status)}")

    def end(self, failure: str | None = None) -> None:
        """Ends the lane."""
        self._programs.pop(self._key, None)
        if self._has_ended or not self._state.is_on:
            return
        self._has_ended = True
        if failure is None:
            self._sink.add("thread-end", self._number, "done")
        else:
            self._sink.add("thread-end", self._number, "failed", Text(failure))


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def wrapped_subprocess(
    state: LoopState, sink: Sink, original: Callable[..., Any], programs: dict[int, Program], is_shell: bool
) -> Callable[..., Any]:
    """`subprocess_exec` or `subprocess_shell`, with a lane for the process."""

    async def start(protocol_factory: Any, program: Any, *args: Any, **options: Any) -> Any:
        if not state.is_on:
            return await original(protocol_factory, program, *args, **options)
        lane = None
        # It is found in this frame while the process starts.
        name = program_of(program, is_shell)
        try:
            lane = _lane(state, sink, name, programs)
        except Exception as error:
            sink.failed(error)
        try:
            transport, protocol = await original(protocol_factory, program, *args, **options)
        except BaseException as error:
            if lane is not None:
                lane.end(sink.describe(error))
            raise
        if lane is not None:
            try:
                lane.follow(transport, name)
            except Exception as error:
                sink.failed(error)
        return transport, protocol

    return start


def _lane(state: LoopState, sink: Sink, name: Program, programs: dict[int, Program]) -> ProcessLane:
    current = sink.current(state)
    number, place = sink.next_number(), sink.place_of_call(outer_frame(2))
    sink.add("thread", number, current.number if current is not None else None, Text(name), place, PROCESS)
    return ProcessLane(state, sink, number, programs)


class PoolExecutor:
    """Passes functions on to an executor whose workers can't be given a function of ours, such as a pool of processes.
    When a worker begins is not known, so the lane has the time in the queue too."""

    def __init__(self, executor: Any, state: LoopState, sink: Sink, number: int, parent: int | None, place: int) -> None:
        self._executor, self._state, self._sink = executor, state, sink
        self._number, self._parent, self._place = number, parent, place

    def submit(self, function: Callable[..., Any], *args: Any) -> Any:
        """As the executor's."""
        future = self._executor.submit(function, *args)
        try:
            name = Text(f"{function_name(function)} (in a pool)")
            self._sink.add("thread", self._number, self._parent, name, self._place, PROCESS)
            future.add_done_callback(self._ended)
        except Exception as error:
            self._sink.failed(error)
        return future

    def _ended(self, future: Future[Any]) -> None:
        if not self._state.is_on:
            return
        if future.cancelled():
            self._sink.add("thread-end", self._number, "cancelled")
        elif (error := future.exception()) is not None:
            self._sink.add("thread-end", self._number, "failed", Text(self._sink.describe(error)))
        else:
            self._sink.add("thread-end", self._number, "done")
