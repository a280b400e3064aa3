"""A stub: a browser runs no other programs."""

import _unavailable_names

PIPE, STDOUT, DEVNULL = -1, -2, -3


class SubprocessError(Exception):
    """The base of errors about programs."""


class CalledProcessError(SubprocessError):
    """A program has failed."""


class TimeoutExpired(SubprocessError):
    """A program took too long."""


_unavailable_names.add(
    globals(), "subprocess", _unavailable_names.PROGRAMS,
    "call check_call check_output getoutput getstatusoutput run", "Popen CompletedProcess")


def __getattr__(name):
    raise AttributeError(f"subprocess.{name} is not available: {_unavailable_names.PROGRAMS}")
