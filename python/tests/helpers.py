"""Runs programs on a virtual clock, recorded, and returns the events as lines that are easy to compare."""

from __future__ import annotations

import asyncio
import json
import os
import pathlib
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from validate import problems

from coroscope import Session

PROJECT = pathlib.Path(__file__).resolve().parent.parent
# Where the package is imported from.
SOURCE = pathlib.Path(os.environ.get("COROSCOPE_PACKAGE") or PROJECT / "src").resolve()


class VirtualSelector(selectors.DefaultSelector):
    """Advances the clock instead of waiting."""

    loop: Any = None

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            # Something outside, such as a thread, has to wake the loop.
            return super().select(5)
        found = super().select(0)
        if not found and timeout > 0:
            self.loop.now += timeout
        return found


class VirtualLoop(asyncio.SelectorEventLoop):
    """asyncio's loop on a virtual clock."""

    def __init__(self) -> None:
        self.now = 0.0
        selector = VirtualSelector()
        selector.loop = self
        super().__init__(selector)
        self._clock_resolution = 1e-9

    def time(self) -> float:
        return self.now


class Recording:
    """A recording that was read."""

    def __init__(self, text: str) -> None:
        found = problems(text)
        assert not found, found
        self.file = json.loads(text)
        self.events = self.file["events"]
        self.names: dict[int, str] = {}
        for event in self.events:
            if event[1] == "name":
                self.names[event[2]] = self.file["texts"][event[3]].partition(" (Task-")[0]

    def text(self, index: int) -> str:
        text: str = self.file["texts"][index]
        return text

    def place(self, index: int) -> tuple[str, int]:
        file, line = self.file["places"][index]
        return file.rpartition("/")[2], line

    def task(self, number: int | None) -> str:
        return "-" if number is None else self.names.get(number, f"#{number}")

    def lines(self, *names: str, of: str | None = None) -> list[str]:
        """The events with these names, without times and places; `of` selects those about one task."""
        found = []
        for _, name, *fields in self.events:
            if name in names and (of is None or self.task(fields[0]) == of):
                found.append(self._line(name, fields))
        return found

    def _line(self, name: str, fields: list[Any]) -> str:
        task = self.task(fields[0]) if name not in ("make", "label", "level", "note", "callback") else None
        if name == "wait":
            reason = fields[2]
            rest: list[Any] = fields[3:]
            if reason == "io":
                rest = [self.text(rest[0])]
            elif reason == "task":
                rest = [self.task(rest[0])]
            return " ".join(map(str, [name, task, reason, *rest]))
        if name in ("spawn", "await", "retrieve"):
            return f"{name} {task} {self.task(fields[1])}"
        if name == "wake":
            by = fields[1]
            return f"wake {task} {self.task(by) if isinstance(by, int) else by}"
        if name == "cancel":
            return f"cancel {task} {self.task(fields[1])}: {self.text(fields[2])}"
        if name == "hold":
            return f"hold {fields[0]} {self.task(fields[1])} {fields[2]}"
        if name in ("end", "thread-end"):
            return " ".join([name, str(task), fields[1], *(self.text(it) for it in fields[2:])])
        if name == "thread":
            return " ".join(["thread", self.task(fields[1]), self.text(fields[2]), *fields[4:]])
        if name == "label":
            return f"label {fields[0]} {self.text(fields[1])}"
        if name == "note":
            return f"note {self.text(fields[1])}"
        if name == "callback":
            return f"callback {self.text(fields[1])}"
        if name == "make":
            return f"make {fields[0]} {fields[1]} {fields[2]}"
        if name == "warn":
            return f"warn {fields[0]} {self.text(fields[2])}"
        return " ".join(map(str, [name, *([task] if task else []), *(fields[1:] if task else fields)]))


def record(
    main: Callable[[], Coroutine[Any, Any, Any]], folder: pathlib.Path, make_loop: Any = VirtualLoop, **options: Any
) -> Recording:
    """Runs a coroutine and returns its recording."""
    path = folder / "run.coro.json"
    loop = make_loop()
    if isinstance(loop, VirtualLoop):
        options.setdefault("clock", lambda: int(loop.now * 1e9))
    try:
        with Session(path, **options):
            loop.run_until_complete(main())
    finally:
        loop.close()
    return Recording(path.read_text(encoding="utf-8"))


def _heed_signals() -> None:
    """Signals that the tests' parent ignores, as after nohup or in the background of a shell, end programs again."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)


def python(*arguments: str, cwd: pathlib.Path, environment: dict[str, str] | None = None) -> Any:
    """Runs a Python program that can import coroscope."""
    full = {**os.environ, "PYTHONPATH": str(SOURCE), **(environment or {})}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=full, capture_output=True, text=True, timeout=60,
        preexec_fn=_heed_signals if os.name == "posix" else None,
    )
