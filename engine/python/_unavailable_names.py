"""Functions and classes that can be imported, but not used: their errors say what to use instead."""

FILES = "files are available with aiofiles only. Use `async with aiofiles.open(name) as file`"
PROGRAMS = "a browser runs no other programs. Use asyncio.to_thread for a function"
SOCKETS = "a browser has no sockets. Use aiohttp's session.get"


def add(namespace, module, reason, functions, classes=""):
    """Adds functions and classes, named in strings, to the namespace of a module. They fail when they are called."""
    for name in functions.split():
        namespace[name] = _function(f"{module}.{name}", name, reason)
    for name in classes.split():
        namespace[name] = type(name, (_Unavailable,), {"__module__": module, "_reason": reason})


def _function(full_name, name, reason):
    def function(*args, **kwargs):
        raise NotImplementedError(f"{full_name} is not available: {reason}")

    function.__name__ = function.__qualname__ = name
    return function


class _Unavailable:
    """A class without instances, for annotations and as a base class."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError(f"{type(self).__module__}.{type(self).__name__} is not available: {self._reason}")
