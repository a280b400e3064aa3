"""Files and lines: which code is the user's, and the table of places."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from asyncio.base_events import BaseEventLoop
from types import CodeType, FrameType

# The functions that run callbacks, by the identities of their codes.
loop_codes: set[int] = {id(BaseEventLoop._run_once.__code__)}  # type: ignore[attr-defined]
_OWN = os.path.dirname(os.path.abspath(__file__)) + os.sep


def _library_folders() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    folders = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib") if name in paths}
    # The standard library is elsewhere than the packages of a virtual environment.
    folders.add(os.path.dirname(os.path.abspath(os.__file__)))
    folders.update(site.getsitepackages() if hasattr(site, "getsitepackages") else ())
    folders.add(site.getusersitepackages() if hasattr(site, "getusersitepackages") else "")
    return tuple(sorted({os.path.join(os.path.abspath(folder), "") for folder in folders if folder}))


def _current_folder() -> str:
    try:
        return os.path.join(os.getcwd(), "")
    except OSError:
        # It was removed.
        return os.sep


class Places:
    """The table of places. A place is a file and a line; events refer to it by its index."""

    def __init__(self) -> None:
        self.table: list[tuple[str, int]] = []
        # The files of the places, with their real paths.
        self.paths: dict[str, str] = {}
        self._numbers: dict[tuple[str, int], int] = {}
        self._libraries = _library_folders()
        # Packages that are the program although they are installed as a library.
        self._program: tuple[str, ...] = ()
        self._is_users: dict[str, bool] = {}
        self._names: dict[str, str] = {}
        self._of_calls: dict[tuple[int, int], tuple[int, CodeType]] = {}
        self._folder = _current_folder()
        self.unknown = self.number("unknown", 1)

    def add_program(self, folder: str) -> None:
        """The code in this folder is the user's."""
        self._program += (os.path.join(os.path.abspath(folder), ""),)
        self._is_users.clear()

    def is_users(self, file: str) -> bool:
        """Whether a file belongs to the program, and not to Python or an installed package."""
        known = self._is_users.get(file)
        if known is None:
            known = self._is_users[file] = self._find_out(file)
        return known

    def _find_out(self, file: str) -> bool:
        if file.startswith("<frozen"):
            return False
        path = self._path(file)
        if path.startswith(self._program) and self._program:
            return True
        if f"{os.sep}site-packages{os.sep}" in path or f"{os.sep}dist-packages{os.sep}" in path:
            return False
        return not path.startswith((*self._libraries, _OWN))

    def number(self, file: str, line: int | None) -> int:
        """The index of a place."""
        key = (file, line or 1)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.table)
            self.table.append((self._name(file), max(1, line or 1)))
        return number

    def _name(self, file: str) -> str:
        """The name of a file in the recording, without the folders of the machine."""
        name = self._names.get(file)
        if name is None:
            name = self._names[file] = self._shorten(file)
            if self.is_users(file):
                self.paths[name] = self._path(file)
        return name

    def _path(self, file: str) -> str:
        # The program may change its current folder later.
        return os.path.normpath(os.path.join(self._folder, file))

    def _shorten(self, file: str) -> str:
        path = self._path(file)
        if file.startswith("<") or file == "unknown":
            return file
        # A virtual environment may be in the program's folder.
        for folder in (*sorted(self._libraries, key=len, reverse=True), self._folder):
            if path.startswith(folder):
                return path[len(folder) :].replace(os.sep, "/")
        return "/".join(path.replace(os.sep, "/").split("/")[-2:])

    def of_code(self, code: CodeType) -> int:
        """Where a function is defined."""
        return self.number(code.co_filename, code.co_firstlineno)

    def of_call(self, frame: FrameType | None) -> int:
        """The line of the program that led to a call: the innermost of the user's frames."""
        known_files = self._is_users
        while frame is not None:
            code = frame.f_code
            file = code.co_filename
            if id(code) in loop_codes:
                # What follows runs the loop, and has called nothing of this.
                return self.unknown
            if known_files[file] if file in known_files else self.is_users(file):
                # A code's own hash reads all of it.
                key = (id(code), frame.f_lasti)
                known = self._of_calls.get(key)
                if known is None:
                    # The code is kept, so that no other gets its identity.
                    known = self._of_calls[key] = (self.number(file, frame.f_lineno), code)
                return known[0]
            frame = frame.f_back
        return self.unknown


def outer_frame(depth: int) -> FrameType | None:
    """The frame of the caller that is this number of calls away."""
    try:
        return sys._getframe(depth + 1)
    except ValueError:
        return None
