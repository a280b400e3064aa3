"""The parts of os that make sense without an operating system."""

import abc
import collections
import sys
import types
import _unavailable_names

name = "posix"
linesep = "\n"
environ = {}
supports_dir_fd = supports_effective_ids = supports_fd = supports_follow_symlinks = frozenset()


def fspath(path):
    """A path as str or bytes."""
    if isinstance(path, (str, bytes)):
        return path
    if not hasattr(type(path), "__fspath__"):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    return type(path).__fspath__(path)


class PathLike(abc.ABC):
    """An object with a path."""

    @abc.abstractmethod
    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "__fspath__") if cls is PathLike else NotImplemented

    __class_getitem__ = classmethod(types.GenericAlias)


def getenv(key, default=None):
    return environ.get(key, default)


def getpid():
    return 1


def getcwd():
    return "/"


def cpu_count():
    """The number that determines the default size of thread pools."""
    return 4


process_cpu_count = cpu_count


def sysconf(name):
    """The one limit that asyncio asks for: how many buffers a socket sends at once."""
    if name != "SC_IOV_MAX":
        raise ValueError("unrecognized configuration name")
    return 1024


def strerror(code, /):
    """The text of an error number."""
    import _error_texts
    return _error_texts.strerror(code)


def isatty(fd):
    return False


def urandom(size):
    import random
    return random.randbytes(size)


def fsencode(path):
    path = fspath(path)
    return path if isinstance(path, bytes) else path.encode()


def fsdecode(path):
    path = fspath(path)
    return path if isinstance(path, str) else path.decode()


def stat(path, *args, **kwargs):
    raise FileNotFoundError(f"os.stat is not available: {path!r} can be used with aiofiles only")


lstat = stat
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0, 1, 2, 64, 128, 512, 1024
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
_STAT_FIELDS = "st_mode st_ino st_dev st_nlink st_uid st_gid st_size st_atime st_mtime st_ctime"
stat_result = collections.namedtuple("stat_result", _STAT_FIELDS)
terminal_size = collections.namedtuple("terminal_size", "columns lines")

_unavailable_names.add(
    globals(), "os", _unavailable_names.FILES,
    "access chdir chmod close fstat link listdir makedirs mkdir open read readlink remove removedirs rename renames "
    "replace rmdir scandir symlink truncate unlink utime walk write")
_unavailable_names.add(globals(), "os", _unavailable_names.PROGRAMS, "kill popen system")


def __getattr__(attribute):
    raise AttributeError(f"os.{attribute} is not available: a script runs without an operating system")


import posixpath as path

sys.modules["os.path"] = path
sep, altsep, curdir, pardir, pathsep, extsep = "/", None, ".", "..", ":", "."
