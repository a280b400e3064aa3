"""Writes a recording again and again while it is made, so that something is left after SIGKILL."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator

# The share of a processor that the thread takes while it writes, and how long it works between two pauses, in seconds.
# The loop waits for that long if it becomes ready meanwhile.
_SHARE = 0.1
_SLICE = 0.000_5

Pace = Callable[[Iterable[str]], Iterator[str]]


class Stopped(Exception):
    """The recording has ended, and is written as a whole."""


class Flusher:
    """A thread that calls a function every `seconds`. What the function writes goes through a pace, which pauses it."""

    def __init__(self, seconds: float, flush: Callable[[Pace], bool]) -> None:
        if not seconds > 0:
            raise ValueError(f"flush has to be a number of seconds above 0, not {seconds}")
        self._seconds, self._flush = seconds, flush
        self._has_ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="coroscope-flush", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread. What it writes at the moment is given up."""
        self._has_ended.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._has_ended.wait(self._seconds):
                if not self._flush(self._pace):
                    return
        except Stopped:
            pass

    def _pace(self, pieces: Iterable[str]) -> Iterator[str]:
        began = time.perf_counter()
        for piece in pieces:
            yield piece
            worked = time.perf_counter() - began
            if worked >= _SLICE:
                if self._has_ended.wait(worked * (1 / _SHARE - 1)):
                    raise Stopped
                began = time.perf_counter()
