"""Signals: handlers can be set, but a script receives no signals, so they are never called."""

import enum
import sys


class Signals(enum.IntEnum):
    """The signals that scripts name most."""

    SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGKILL, SIGUSR1, SIGSEGV = 1, 2, 3, 6, 9, 10, 11
    SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD, SIGCONT, SIGWINCH = 12, 13, 14, 15, 17, 18, 28


class Handlers(enum.IntEnum):
    """What happens by default, and nothing."""

    SIG_DFL, SIG_IGN = 0, 1


globals().update(Signals.__members__)
globals().update(Handlers.__members__)

_handlers = {}
_has_told = False


def default_int_handler(signum, frame):
    raise KeyboardInterrupt


def getsignal(signalnum):
    """The handler that was set."""
    return _handlers.get(signalnum, Handlers.SIG_DFL)


def signal(signalnum, handler):
    """Sets a handler, which is never called. Says so once."""
    before = getsignal(signalnum)
    _handlers[signalnum] = handler
    tell_that_none_arrive("signal.signal")
    return before


def tell_that_none_arrive(function):
    """Says once that handlers are never called."""
    global _has_told
    if not _has_told:
        _has_told = True
        print(f"{function}: a script receives no signals here, so the handler is never called. The Stop button ends a "
              "script at once", file=sys.stderr)


def strsignal(signalnum):
    """The name of a signal."""
    return Signals(signalnum).name


def valid_signals():
    """All signals that have a name here."""
    return set(Signals)


def __getattr__(name):
    raise AttributeError(f"signal.{name} is not available: a script receives no signals")
