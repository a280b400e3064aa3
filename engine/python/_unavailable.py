"""Replaces modules and functions that are not available here. Their errors say what to use instead."""

import builtins
import io
import sys
import _thread

_FETCH = "it would block the loop. Use aiohttp, `async with session.get(url) as response`"
_FILES = "files are available with aiofiles only. Use `async with aiofiles.open(name) as file`"
_DATABASE = "there is no database here. Keep rows in a list or a dict, or in a file with aiofiles.open"
_PROCESSES = "a browser runs no other programs. Use asyncio.to_thread for a function"
_SERVER = "a browser has no sockets. A script can serve itself, with asyncio.start_server or aiohttp.web"

_INPUT = "there is no input while a script runs. Write the answer into the script"

_MODULES = {
    **dict.fromkeys(("requests", "urllib3", "pycurl"), _FETCH),
    **dict.fromkeys(("http.client", "http.cookies", "xmlrpc"), _FETCH),
    **dict.fromkeys(("mmap", "zipfile", "tarfile"), _FILES),
    **dict.fromkeys(("sqlite3", "dbm", "aiosqlite", "asyncpg", "sqlalchemy"), _DATABASE),
    **dict.fromkeys(("multiprocessing", "pty"), _PROCESSES),
    **dict.fromkeys(("http.server", "select", "websockets", "fastapi", "flask"), _SERVER),
    **dict.fromkeys(("getpass", "readline", "cmd", "code", "pdb"), _INPUT),
    **dict.fromkeys(("tkinter", "curses", "turtle", "tty", "termios"), "there is no window and no terminal. Use print"),
    "tracemalloc": "memory is not traced here. Measure time with time.perf_counter",
    **dict.fromkeys(("numpy", "pandas"), "only the standard library is included. Use plain lists"),
    **dict.fromkeys(("uvloop", "trio", "curio"), "scripts run on Coroscope's own loop. Use asyncio"),
}


class _Finder:
    """The last finder: raises an error that says what to use instead of a known module."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        reason = _MODULES.get(name)
        if reason is not None:
            raise ModuleNotFoundError(f"{name} is not available: {reason}", name=name)
        return None


def _open(file, mode="r", *args, **kwargs):
    packages = sys.modules.get("_packages")
    data = packages and packages.read_file(file)
    if data is not None and mode in ("r", "rt", "rb"):
        return io.BytesIO(data) if mode == "rb" else io.TextIOWrapper(io.BytesIO(data), "utf-8")
    raise io.UnsupportedOperation(f"open({file!r}) is not available: {_FILES}")


class _Stdin:
    """Standard input: reading raises an error."""

    encoding, errors, closed = "utf-8", "strict", False

    def isatty(self):
        return False

    def readable(self):
        return True

    def _read(self, *args):
        raise io.UnsupportedOperation(f"sys.stdin is not available: {_INPUT}")

    read = readline = readlines = __iter__ = __next__ = fileno = _read


def _input(prompt=""):
    raise RuntimeError(f"input() is not available: {_INPUT}")


def _start_thread(*args, **kwargs):
    raise RuntimeError(
        "threading.Thread.start is not available. Use await asyncio.to_thread(function), or asyncio.create_task for a "
        "coroutine. A thread schedules functions on the loop with loop.call_soon_threadsafe(function)")


sys.meta_path.append(_Finder)
builtins.open = io.open = _open
builtins.input = _input
sys.stdin = sys.__stdin__ = _Stdin()
for _name in ("start_new_thread", "start_new", "start_joinable_thread"):
    setattr(_thread, _name, _start_thread)
