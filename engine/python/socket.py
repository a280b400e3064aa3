"""A stub: a browser has no sockets."""

AF_UNSPEC, AI_PASSIVE = 0, 1


def __getattr__(name):
    raise AttributeError(f"socket.{name} is not available: a browser has no sockets. Use aiohttp's session.get")
