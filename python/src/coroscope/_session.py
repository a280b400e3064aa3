"""A recording of this process: when it begins and ends, and the file that it leaves however the program ends."""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
import sys
import threading
from asyncio import events
from collections.abc import Callable, Collection
from types import FrameType, TracebackType
from typing import Any

from ._flush import Flusher, Pace, Stopped
from ._form import FORM
from ._recorder import Recorder
from ._snapshot import Snapshot
from ._writer import write

_active: Session | None = None
_lock = threading.Lock()
# The signals with which a process is usually asked to end. SIGINT is an exception in Python.
_TERMINATE = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Session:
    """Records every loop that runs from `start` to `stop`. Only one session can be active in a process."""

    def __init__(
        self, path: str | os.PathLike[str] | None, *, title: str = "", sources: bool = True, flush: float | None = None,
        **options: Any,
    ) -> None:  # fmt: skip
        self.path = None if path is None else os.path.abspath(os.fspath(path))
        self.recorder = Recorder(**options)
        self._title, self.sources = title, sources
        self._process = os.getpid()
        self._is_written = False
        # Called with the path of the file after it was written.
        self.saved: Callable[[str], None] | None = None
        self._flusher = None if flush is None else Flusher(flush, self._flush)
        # Where the recording is written while it is made.
        self._flush_path = self.path
        self._flushed_until = 0
        self._replaced: list[tuple[Any, str, Any, Any]] = []

    def __enter__(self) -> Session:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.save()

    def start(self) -> None:
        """Begins to record."""
        global _active
        with _lock:
            if _active is not None:
                # The program goes on, recorded as before.
                self._is_written = True
                print("coroscope: this process is recorded already; no second recording is made", file=sys.stderr)
                return
            _active = self
        self._watch_for_loops()
        running = events._get_running_loop()
        if running is not None:
            self.recorder.attach(running)
        if self.path is not None:
            atexit.register(self._at_exit)
            self._replace(os, "_exit", self._exit_at_once(os._exit))
            self._watch_for_terminate()
        if self._flusher is not None:
            self._flusher.start()

    def stop(self) -> None:
        """Ends recording. The log is kept."""
        global _active
        with _lock:
            if _active is not self:
                return
            _active = None
        if self._flusher is not None:
            self._flusher.stop()
        if not self.recorder.has_tasks():
            self.recorder.note("no task of asyncio ran while this was recorded")
        self.recorder.stop()
        for owner, name, original, ours in reversed(self._replaced):
            # What the program has put over it stays, and calls ours, which only calls the original.
            if getattr(owner, name) is ours:
                setattr(owner, name, original)
        self._replaced.clear()
        self._end_watch_for_terminate()
        atexit.unregister(self._at_exit)

    def save(self, path: str | os.PathLike[str] | None = None, only: Collection[int] | None = None) -> None:
        """Writes the events so far. `only` has the numbers of the tasks that are written; by default all are."""
        to = self.path if path is None else os.path.abspath(os.fspath(path))
        if to is None or os.getpid() != self._process or (self._is_written and path is None):
            return
        self._is_written = True
        if self._flusher is not None:
            self._flusher.stop()
        self._write(to, self.recorder.log.snapshot(), only)
        if self.saved is not None and path is None:
            self.saved(to)

    def _write(
        self, path: str, log: Snapshot, only: Collection[int] | None = None, pace: Pace | None = None
    ) -> bool:
        try:
            write(path, log, self.recorder.places, self.meta(), self.sources, only, pace)
        except Stopped:
            raise
        except Exception as error:
            print(f"coroscope: the recording could not be written to {path}: {error}", file=sys.stderr)
            return False
        return True

    def _flush(self, pace: Pace) -> bool:
        """Writes the events so far, in the thread for that. Returns whether it can be done again."""
        log = self.recorder.log.snapshot()
        if self._flush_path is None or log.until == self._flushed_until:
            return True
        self._flushed_until = log.until
        log.note = "written while the program ran; what followed is missing"
        return self._write(self._flush_path, log, pace=pace)

    def meta(self) -> dict[str, str]:
        """What the file says about the run."""
        version = sys.version.split()[0]
        recorder = f"coroscope for Python, {FORM}"
        return {"title": self._title, "clock": "real", "recorder": recorder, "python": version}

    def family(self, task: int) -> set[int]:
        """The numbers of a task and of those that it has spawned, directly or not."""
        return self.recorder.log.snapshot().family(task)

    def _replace(self, owner: Any, name: str, ours: Any) -> None:
        self._replaced.append((owner, name, getattr(owner, name), ours))
        setattr(owner, name, ours)

    def _watch_for_loops(self) -> None:
        """Each loop announces itself when it begins to run."""
        recorder = self.recorder
        original = events._set_running_loop

        def _set_running_loop(loop: Any) -> None:
            original(loop)
            if loop is not None and recorder.is_on and os.getpid() == self._process:
                recorder.attach(loop)

        self._replace(events, "_set_running_loop", _set_running_loop)
        self._replace(asyncio, "_set_running_loop", _set_running_loop)
        uvloop = sys.modules.get("uvloop")
        if uvloop is not None and isinstance(uvloop.Loop, type):
            # It has kept asyncio's function if it was imported before.
            self._watch_for_uvloop(uvloop.Loop)

    def _watch_for_uvloop(self, kind: Any) -> None:
        recorder, original = self.recorder, kind.run_forever

        def run_forever(loop: Any) -> Any:
            if recorder.is_on and os.getpid() == self._process:
                recorder.attach(loop)
            return original(loop)

        self._replace(kind, "run_forever", run_forever)

    def _exit_at_once(self, original: Callable[[int], Any]) -> Callable[[int], Any]:
        def _exit(status: int) -> Any:
            self._at_exit("the program ended by os._exit")
            return original(status)

        return _exit

    def _at_exit(self, why: str = "the program ended while it was recorded") -> None:
        if os.getpid() == self._process and not self._is_written:
            self.recorder.note(why)
            self.save()

    def _watch_for_terminate(self) -> None:
        """These signals would end the process without a file. A handler of the program is left alone."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in _TERMINATE:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, self._terminated)

    def _end_watch_for_terminate(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in _TERMINATE:
                if signal.getsignal(number) == self._terminated:
                    signal.signal(number, signal.SIG_DFL)

    def _terminated(self, number: int, frame: FrameType | None) -> None:
        self._at_exit(f"the program was ended by {signal.Signals(number).name}")
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


def active() -> Session | None:
    """The session that records this process."""
    return _active


def _forked() -> None:
    """The child of a fork is not recorded: its file would replace that of its parent."""
    global _active
    session, _active = _active, None
    if session is not None:
        session.recorder.stop_in_child()


def _after_fork() -> None:
    if _active is not None:
        _active.recorder.note("the process made a copy of itself (fork); the copy is not recorded")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked, after_in_parent=_after_fork)
