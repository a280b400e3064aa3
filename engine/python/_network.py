"""The network of a run: its sockets reach each other, as on one machine, and nothing else. What is written at one end can
be read at the other at once; loops learn of it in their next pass."""

import _coroscope
import errno
import weakref

# What fits into one direction of a connection until the other end reads. Linux has about as much on its own addresses.
CAPACITY = 2_621_440
# Linux reports that a connection has space again once a third of it is free.
_ENOUGH = CAPACITY // 3
_FIRST_PORT, _LAST_PORT = 49152, 65535
_MOST_SOCKETS = 10_000

READ, WRITE = 1, 2

_TEXTS = {
    errno.EAGAIN: "Resource temporarily unavailable", errno.EINPROGRESS: "Operation now in progress",
    errno.EADDRINUSE: "Address already in use", errno.EADDRNOTAVAIL: "Cannot assign requested address",
    errno.ECONNREFUSED: "Connection refused", errno.ECONNRESET: "Connection reset by peer",
    errno.EPIPE: "Broken pipe", errno.EBADF: "Bad file descriptor", errno.EINVAL: "Invalid argument",
    errno.EISCONN: "Transport endpoint is already connected", errno.ENOTCONN: "Transport endpoint is not connected",
    errno.EMFILE: "Too many open files", errno.EDESTADDRREQ: "Destination address required",
    errno.ENOENT: "No such file or directory",
}

# The open sockets by number, the bound ones by address, and the selectors of loops. What the script has no reference to any
# more is closed, as in CPython.
_sockets, _bound, _selectors = (weakref.WeakValueDictionary() for _ in range(3))
_free_numbers = []
_highest_number = 5  # Python itself uses those up to here.
_next_port = _FIRST_PORT


# In a browser, OSError does not choose these classes by its number.
_CLASSES = {
    errno.EAGAIN: BlockingIOError, errno.EINPROGRESS: BlockingIOError, errno.EPIPE: BrokenPipeError,
    errno.ECONNREFUSED: ConnectionRefusedError, errno.ECONNRESET: ConnectionResetError, errno.ENOENT: FileNotFoundError,
    errno.EACCES: PermissionError,
}


def error(number, text=None):
    """The exception that the operating system raises with this number."""
    return _CLASSES.get(number, OSError)(number, text or _TEXTS[number])


def register(item):
    """Gives a socket the lowest free number."""
    global _highest_number
    if len(_sockets) >= _MOST_SOCKETS:
        raise error(errno.EMFILE)
    if _free_numbers:
        number = min(_free_numbers)
        _free_numbers.remove(number)
    else:
        number = _highest_number = _highest_number + 1
    _sockets[number] = item
    return number


def unregister(number):
    _sockets.pop(number, None)
    _free_numbers.append(number)
    for selector in list(_selectors.values()):
        selector.forget(number)


def add_selector(selector):
    _selectors[id(selector)] = selector


def remove_selector(selector):
    _selectors.pop(id(selector), None)


def readiness(number):
    """What a socket is ready for: `READ`, `WRITE`, both or 0."""
    item = _sockets.get(number)
    return 0 if item is None else item.readiness()


def announce(item, cause):
    """Notifies the selectors that a socket may have become ready, because of the task with the number `cause`."""
    if item is not None:
        for selector in list(_selectors.values()):
            selector.note(item.fileno(), cause)


# Addresses.


def is_local(host):
    """Whether an address is that of this machine, which is all that there is."""
    return host.startswith("127.") or host in ("::1", "0.0.0.0", "::", "", "localhost")


def refusal(host):
    return NotImplementedError(
        f"a connection to {host} is not available: a browser has no sockets, so a script's connections reach only servers "
        "of the same script, at localhost. Use aiohttp's session.get for other hosts")


def text(address):
    """An address as it is written: `127.0.0.1:8888`."""
    if isinstance(address, str):
        return address
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _key(kind, host, port):
    return kind, "6" if ":" in host else "4", host, port


def _overlapping(kind, host, port):
    """The bound sockets that use a port of an address, or of all addresses."""
    wildcard = "::" if ":" in host else "0.0.0.0"
    found = [_bound.get(_key(kind, host, port)), _bound.get(_key(kind, wildcard, port))]
    if host == wildcard:
        found += [it for key, it in _bound.items() if key[:2] == _key(kind, host, port)[:2] and key[3] == port]
    return [it for it in found if it is not None]


def _free_port(kind, host):
    global _next_port
    for _ in range(_FIRST_PORT, _LAST_PORT + 1):
        port = _next_port
        _next_port = _FIRST_PORT if port == _LAST_PORT else port + 1
        if not _overlapping(kind, host, port):
            return port
    raise error(errno.EADDRINUSE)


def bind(item, kind, address):
    """Gives a socket an address, with a free port for the port 0. Returns the address."""
    if isinstance(address, str):
        if ("unix", address) in _bound:
            raise error(errno.EADDRINUSE)
        _bound["unix", address] = item
        return address
    host, port, *rest = address
    if not is_local(host):
        raise error(errno.EADDRNOTAVAIL)
    if not 0 <= port <= 65535:
        raise OverflowError("bind(): port must be 0-65535.")
    port = port or _free_port(kind, host)
    if _overlapping(kind, host, port):
        raise error(errno.EADDRINUSE)
    _bound[_key(kind, host, port)] = item
    return host, port, *rest


def unbind(item):
    for key in [key for key, it in list(_bound.items()) if it is item]:
        del _bound[key]


def bound_to(kind, address):
    """The socket at an address, or `None`."""
    if isinstance(address, str):
        return _bound.get(("unix", address))
    host, port = address[:2]
    if not is_local(host):
        raise refusal(host)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return next(iter(_overlapping(kind, host, port)), None)


def idle_servers():
    """The addresses of the servers without an open connection, as texts."""
    idle = [it for it in list(_bound.values()) if it.is_listening() and not it.open_connections]
    return list(dict.fromkeys(text(it.getsockname()) for it in idle))


# Connections.


class Direction:
    """The bytes on their way from one end of a connection to the other."""

    def __init__(self, name):
        self.data = bytearray()
        # Set when nothing more will be written, and when the reading end does not exist any more.
        self.is_shut = self.is_broken = False
        # Functions that count the bytes that a transport could not send yet, and those that a stream reader keeps until the
        # script asks for them.
        self.count_unsent = self.count_unread = None
        self.logged = _coroscope.Traced("Stream", name)

    def record(self):
        """Records how many bytes wait to be read."""
        level = len(self.data)
        if self.count_unsent is not None:
            level += self.count_unsent()
        if self.count_unread is not None:
            level += self.count_unread()
        self.logged.set_level(level)

    def put(self, data):
        """Takes as many bytes as there is space for, and returns their number."""
        data = memoryview(data).cast("B")[:max(CAPACITY - len(self.data), 0)]
        self.data += data
        if self.count_unsent is None:
            self.record()
        return len(data)

    def take(self, size):
        data = bytes(memoryview(self.data)[:size])
        del self.data[:size]
        if self.count_unread is None:
            self.record()
        return data

    def clear(self):
        self.data.clear()
        self.count_unsent = self.count_unread = None
        self.record()

    def has_space(self):
        return CAPACITY - len(self.data) >= _ENOUGH


def connect_ends(client, server, client_address, server_address):
    """Connects two sockets."""
    there = Direction(f"{text(client_address)} → {text(server_address)}")
    back = Direction(f"{text(server_address)} → {text(client_address)}")
    client.become_connected(server, back, there, client_address, server_address)
    server.become_connected(client, there, back, server_address, client_address)
