"""A stub: a browser has no sockets."""

import enum
import _unavailable_names

AddressFamily = enum.IntEnum("AddressFamily", {"AF_UNSPEC": 0, "AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10})
SocketKind = enum.IntEnum("SocketKind", {"SOCK_STREAM": 1, "SOCK_DGRAM": 2})
globals().update(AddressFamily.__members__ | SocketKind.__members__)
SOL_SOCKET, SO_REUSEADDR, IPPROTO_TCP, TCP_NODELAY = 1, 2, 6, 1
AI_PASSIVE, SOMAXCONN = 1, 128
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
error, timeout = OSError, TimeoutError


class herror(OSError):
    """An error of an address."""


class gaierror(OSError):
    """An error of an address."""


_unavailable_names.add(
    globals(), "socket", _unavailable_names.SOCKETS,
    "create_connection create_server fromfd getaddrinfo getfqdn gethostbyaddr gethostbyname gethostname getnameinfo "
    "setdefaulttimeout socketpair",
    "socket")


def __getattr__(name):
    raise AttributeError(f"socket.{name} is not available: {_unavailable_names.SOCKETS}")
