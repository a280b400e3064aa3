"""A flight recorder: keeps the last seconds of a service, and writes them when a signal asks for it or the loop is held."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

from ._session import Session


class FlightRecorder(Session):
    """Keeps the last `seconds`, at most `max_events` events, until `dump` writes them to a file in `folder`.

    On `signal_number` it dumps; so it does when a step or callback has held a loop for `held` seconds. Between two dumps
    for that reason are at least `seconds`. With `flush`, the events that are kept are also written at this interval, in seconds, to
    the file `last`, which is removed at the end: it is there after SIGKILL.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str] = ".",
        *,
        seconds: float = 30.0,
        max_events: int = 1_000_000,
        held: float | None = None,
        signal_number: int | None = None,
        sources: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(None, sources=sources, seconds=seconds, max_events=max_events, **options)
        self._folder, self._seconds, self._signal = os.path.abspath(os.fspath(folder)), seconds, signal_number
        self._flush_path = os.path.join(self._folder, f"last-{os.getpid()}.coro.json")
        self._previous: Any = None
        self._last_dump = float("-inf")
        self._dumps = 0
        if held is not None:
            self.recorder.watch_held(int(held * 1e9), self._held)

    def start(self) -> None:
        """Begins to record."""
        super().start()
        if self._signal is not None:
            self._previous = signal.signal(self._signal, lambda number, frame: self.dump("signal") and None)

    def stop(self) -> None:
        """Ends recording."""
        if self._signal is not None and threading.current_thread() is threading.main_thread():
            signal.signal(self._signal, self._previous or signal.SIG_DFL)
            self._signal = None
        super().stop()
        if self._flusher is not None and self._flush_path is not None and os.path.exists(self._flush_path):
            os.unlink(self._flush_path)

    def dump(self, why: str = "dump") -> str:
        """Writes the events that are kept; returns the path of the file."""
        self._dumps += 1
        path = os.path.join(self._folder, f"{why}-{os.getpid()}-{self._dumps}.coro.json")
        self.recorder.note(f"written because of: {why}")
        # The loop goes on meanwhile.
        log = self.recorder.log.snapshot()
        threading.Thread(target=self._write, args=(path, log), name="coroscope-dump").start()
        return path

    def _held(self, nanoseconds: int) -> None:
        now = time.monotonic()
        if now - self._last_dump >= self._seconds:
            self._last_dump = now
            self.recorder.note(f"the loop was held for {nanoseconds / 1e6:.0f} ms")
            self.dump("held")
