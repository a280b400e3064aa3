"""A stand-in: a browser has no sockets."""

AF_UNSPEC, AI_PASSIVE = 0, 1


def __getattr__(name):
    raise AttributeError(f"socket.{name} is not there: a browser has no sockets; use aiohttp's session.get")
