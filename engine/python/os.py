"""The parts of os that make sense without an operating system."""

import abc
import sys

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


def __getattr__(attribute):
    raise AttributeError(f"os.{attribute} is not available: a script runs without an operating system")


import posixpath as path

sys.modules["os.path"] = path
sep, altsep, curdir, pardir, pathsep, extsep = "/", None, ".", "..", ":", "."
