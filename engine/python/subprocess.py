"""A stub: a browser runs no other programs."""

PIPE, STDOUT, DEVNULL = -1, -2, -3


def __getattr__(name):
    raise AttributeError(
        f"subprocess.{name} is not available: a browser runs no other programs. Use asyncio.to_thread for a function")
