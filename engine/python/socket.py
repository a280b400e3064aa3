"""A stub: a browser has no sockets."""

import _unavailable_names

AF_UNSPEC, AF_INET, AF_INET6 = 0, 2, 10
SOCK_STREAM, SOCK_DGRAM = 1, 2
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
