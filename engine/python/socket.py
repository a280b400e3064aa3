"""Sockets that reach each other within a run. A browser has no others. asyncio imports this module in every script, so it
loads what it contains when that is first used."""

AF_UNIX = 1  # asyncio looks whether it exists


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'socket' has no attribute '{name}'")
    import _socket_module
    found = vars(_socket_module)
    globals().update({key: value for key, value in found.items() if not key.startswith("_")})
    if name not in found:
        raise AttributeError(f"socket.{name} is not available: {_socket_module._unavailable_names.SOCKETS}")
    return found[name]
