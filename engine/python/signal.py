"""A stub: scripts receive no signals."""

SIGINT, SIGTERM = 2, 15


def default_int_handler(signum, frame):
    raise KeyboardInterrupt


def getsignal(signum):
    return None


def signal(signum, handler):
    raise ValueError("signal.signal is not available: the Stop button ends a script")
