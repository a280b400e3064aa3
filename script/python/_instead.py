"""What a script can't have here, and what to use instead: each name says so where it is used."""

import builtins
import io
import sys
import _thread

_FETCH = "it waits without giving up its turn: use aiohttp, `async with session.get(url) as response`"
_FILES = "a script has no files but aiofiles': use `async with aiofiles.open(name) as file`"
_ROWS = "a script has no database: keep rows in a list or a dict, or in a file with aiofiles.open"
_PROCESSES = "a browser runs no other programs: use asyncio.to_thread for a function"
_OWN_SERVER = "a browser has no sockets and can't serve: use aiohttp's session.get for requests"

_ANSWERS = "nobody can answer while a script runs: write the answer into the script"

_MODULES = {
    **dict.fromkeys(("requests", "httpx", "urllib3", "pycurl"), _FETCH),
    **dict.fromkeys(("http.client", "http.cookies", "xmlrpc"), _FETCH),
    **dict.fromkeys(("pathlib", "tempfile", "shutil", "glob", "mmap", "zipfile", "tarfile"), _FILES),
    **dict.fromkeys(("sqlite3", "dbm", "aiosqlite", "asyncpg", "sqlalchemy"), _ROWS),
    **dict.fromkeys(("multiprocessing", "pty"), _PROCESSES),
    **dict.fromkeys(("socketserver", "http.server", "ssl", "selectors", "websockets", "fastapi", "flask"), _OWN_SERVER),
    **dict.fromkeys(("numpy", "pandas"), "only Python's own modules are here: use plain lists"),
    **dict.fromkeys(("uvloop", "trio", "anyio", "curio"), "scripts run on Coroscope's own loop: use asyncio"),
}


class _Finder:
    """Asked last, when a module was not found: says what to use instead, where it is known."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        instead = _MODULES.get(name)
        if instead is not None:
            raise ModuleNotFoundError(f"{name} is not there: {instead}", name=name)
        return None


def _open(file, *args, **kwargs):
    raise io.UnsupportedOperation(f"open({file!r}) is not there: {_FILES}")


class _Stdin:
    """Where nobody answers."""

    encoding, errors, closed = "utf-8", "strict", False

    def isatty(self):
        return False

    def readable(self):
        return True

    def _asked(self, *args):
        raise io.UnsupportedOperation(f"sys.stdin is not there: {_ANSWERS}")

    read = readline = readlines = __iter__ = __next__ = fileno = _asked


def _input(prompt=""):
    raise RuntimeError(f"input() is not there: {_ANSWERS}")


def _start_thread(*args, **kwargs):
    raise RuntimeError(
        "threading.Thread.start is not there: use await asyncio.to_thread(function), or asyncio.create_task for a "
        "coroutine; what a thread puts into the loop, it hands over by loop.call_soon_threadsafe(function)")


sys.meta_path.append(_Finder)
builtins.open = io.open = _open
builtins.input = _input
sys.stdin = sys.__stdin__ = _Stdin()
for _name in ("start_new_thread", "start_new", "start_joinable_thread"):
    setattr(_thread, _name, _start_thread)
