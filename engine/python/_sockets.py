"""The class socket, over the network of the run."""

import _coroscope
import _network
import errno
import weakref
from _network import READ, WRITE, announce, error
from collections import deque

AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10
SOCK_STREAM, SOCK_DGRAM = 1, 2
IPPROTO_TCP, IPPROTO_UDP = 6, 17
SOL_SOCKET, SO_ERROR = 1, 4
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
_KINDS = SOCK_STREAM, SOCK_DGRAM
_ANY = {AF_INET: ("0.0.0.0", 0), AF_INET6: ("::", 0, 0, 0), AF_UNIX: ""}
_MOST_DATAGRAMS = 256


class socket:
    """One end of a connection, a server's socket, or a socket for datagrams. Nothing can be awaited in its methods: what
    would have to wait raises BlockingIOError if the socket does not block, and NotImplementedError if it does."""

    def __init__(self, family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None):
        family, type = (AF_INET if family == -1 else family), (SOCK_STREAM if type == -1 else type)
        if family not in _ANY or type not in _KINDS or fileno is not None:
            raise NotImplementedError("such a socket is not available: a script has TCP, UDP and Unix sockets of its own")
        self.family, self.type, self.proto = family, type, max(proto, 0)
        self._timeout = None
        self._name, self._peer_name = _ANY[family], None
        self._find_peer = lambda: None
        self._incoming = self._outgoing = None
        # Connections that wait to be accepted, and datagrams.
        self._waiting, self._backlog = deque(), None
        self.open_connections = 0  # of a server
        self.server = None  # what the log calls a server, for its socket and those of its connections
        # `is_refused`: the other end has answered that it does not exist any more.
        self._error, self._is_shut, self._is_refused, self._options = 0, False, False, {}
        self._number = _network.register(self)

    # State.

    def fileno(self):
        return self._number

    def readiness(self):
        if self._error:
            return READ | WRITE
        if self._backlog is not None:
            return READ if self._waiting else 0
        if self.type == SOCK_DGRAM:
            return (READ if self._waiting else 0) | WRITE
        if self._incoming is None:
            return 0
        can_read = self._incoming.data or self._incoming.is_shut
        can_write = self._outgoing.has_space() or self._outgoing.is_broken
        return (READ if can_read else 0) | (WRITE if can_write else 0)

    def is_listening(self):
        return self._backlog is not None

    def _check_open(self):
        if self._number < 0:
            raise error(errno.EBADF)

    def _would_block(self, method, number=errno.EAGAIN):
        if self._timeout is None or self._timeout > 0:
            return NotImplementedError(
                f"socket.{method} would block the loop, so that nothing could end the wait. Use asyncio.open_connection or "
                "asyncio.start_server, or socket.setblocking(False) with the loop's sock_ methods")
        return error(number)

    # Addresses.

    def bind(self, address):
        self._check_open()
        if self._name != _ANY[self.family]:
            raise error(errno.EINVAL)
        if isinstance(address, tuple) and address[0] in ("", "localhost"):
            host = _ANY[self.family][0] if not address[0] else "::1" if self.family == AF_INET6 else "127.0.0.1"
            address = host, *address[1:]
        self._name = _network.bind(self, self.type, address)

    def getsockname(self):
        self._check_open()
        return self._name

    def getpeername(self):
        if self._peer_name is None:
            raise error(errno.ENOTCONN)
        return self._peer_name

    # Connecting.

    def listen(self, backlog=128):
        self._check_open()
        if self._name == _ANY[self.family]:
            self.bind(_ANY[self.family])
        if self._backlog is None:
            self.server = _coroscope.Traced("Server", _network.text(self._name))
        self._backlog = max(backlog, 1)

    def accept(self):
        self._check_open()
        if self._backlog is None:
            raise error(errno.EINVAL)
        if not self._waiting:
            raise self._would_block("accept")
        connection = self._waiting.popleft()
        return connection, connection.getpeername()

    def connect(self, address):
        self._check_open()
        if isinstance(address, tuple) and address[0] == "localhost":
            address = "127.0.0.1", *address[1:]
        if self._incoming is not None:
            raise error(errno.EISCONN)
        listener = _network.bound_to(self.type, address)
        if self.type == SOCK_DGRAM:
            self._bind_if_needed()
            self._peer_name = address
        elif self.family == AF_UNIX:
            if listener is None:
                raise error(errno.ENOENT)
            if not listener.is_listening():
                raise error(errno.ECONNREFUSED)
            self._connect_to(listener, address)
        else:
            if listener is not None and listener.is_listening():
                self._bind_if_needed()
                host = self._name[0] if address[0] in ("0.0.0.0", "::") else address[0]
                self._connect_to(listener, (host, *address[1:]))
            else:
                self._error = errno.ECONNREFUSED
            if self._timeout == 0:
                raise error(errno.EINPROGRESS)
            self._raise_error()

    def _connect_to(self, listener, address):
        accepted = socket(self.family, self.type, self.proto)
        accepted.server = listener.server
        _network.connect_ends(self, accepted, self._name, address)
        listener._waiting.append(accepted)
        announce(listener, _coroscope.task_number())

    def _bind_if_needed(self):
        if self._name == _ANY[self.family] and self.family != AF_UNIX:
            self._name = _network.bind(
                self, self.type, ("127.0.0.1", 0) if self.family == AF_INET else ("::1", 0, 0, 0))

    def connect_ex(self, address):
        try:
            self.connect(address)
        except OSError as raised:
            return raised.errno
        return 0

    def become_connected(self, peer, incoming, outgoing, name, peer_name):
        self._find_peer, self._incoming, self._outgoing = weakref.ref(peer), incoming, outgoing
        self._name, self._peer_name = name, peer_name

    # Data.

    def send(self, data, flags=0):
        self._check_open()
        if self.type == SOCK_DGRAM:
            return self.sendto(data, self.getpeername())
        self._raise_error()
        if self._outgoing is None:
            raise error(errno.ENOTCONN)
        if self._is_shut or self._is_refused:
            raise error(errno.EPIPE)
        if self._outgoing.is_broken:
            self._is_refused = self._incoming.is_shut = True
            announce(self, None)
            return len(data)
        count = self._outgoing.put(data)
        if not count and data:
            raise self._would_block("send")
        announce(self._find_peer(), _coroscope.task_number())
        return count

    def sendmsg(self, buffers, *rest):
        return self.send(b"".join(buffers))

    def sendall(self, data, flags=0):
        data = memoryview(data)
        while data:
            data = data[self.send(data):]

    def recv(self, size, flags=0):
        self._check_open()
        if self.type == SOCK_DGRAM:
            return self.recvfrom(size)[0]
        if self._incoming is None or not self._incoming.data:
            self._raise_error()
            if self._incoming is None:
                raise error(errno.ENOTCONN)
            if self._incoming.is_shut:
                return b""
            raise self._would_block("recv")
        was_full = not self._incoming.has_space()
        data = self._incoming.take(size)
        if was_full and self._incoming.has_space():
            announce(self._find_peer(), _coroscope.cause_number())
        return data

    def recv_into(self, buffer, size=0, flags=0):
        data = self.recv(size or len(buffer))
        memoryview(buffer).cast("B")[:len(data)] = data
        return len(data)

    def sendto(self, data, *rest):
        target = _network.bound_to(SOCK_DGRAM, rest[-1])
        self._bind_if_needed()
        if target is not None and len(target._waiting) < _MOST_DATAGRAMS:
            target._waiting.append((bytes(data), self._name))
            announce(target, _coroscope.task_number())
        return len(data)

    def recvfrom(self, size, flags=0):
        self._check_open()
        if self.type != SOCK_DGRAM:
            return self.recv(size), None
        if not self._waiting:
            raise self._would_block("recvfrom")
        data, address = self._waiting.popleft()
        return data[:size], address

    def recvfrom_into(self, buffer, size=0, flags=0):
        data, address = self.recvfrom(size or len(buffer))
        memoryview(buffer).cast("B")[:len(data)] = data
        return len(data), address

    def _raise_error(self):
        number, self._error = self._error, 0
        if number:
            raise error(number)

    # The end.

    def shutdown(self, how):
        self._check_open()
        if self._outgoing is None:
            raise error(errno.ENOTCONN)
        if how != SHUT_RD and not self._is_shut:
            self._is_shut = self._outgoing.is_shut = True
            announce(self._find_peer(), _coroscope.task_number())

    def close(self):
        if self._number < 0:
            return
        _network.unregister(self._number)
        _network.unbind(self)
        self._number = -1
        if self._backlog is not None:
            for connection in self._waiting:
                _network.unregister(connection._number)
                connection._number = -1
                connection._end_connection(is_reset=True)
        elif self._incoming is not None:
            self._end_connection(is_reset=bool(self._incoming.data))

    detach = close

    def __del__(self):
        if getattr(self, "_number", -1) >= 0:
            self.close()

    def _end_connection(self, is_reset):
        """Closes the connection at the other end, too. If it `is_reset`, what was sent to it is lost, and
        the other end gets an error."""
        peer = self._find_peer()
        if is_reset and peer is not None:
            peer._error = errno.EPIPE if self._outgoing.is_shut else errno.ECONNRESET
            peer._is_refused = True
        self._outgoing.is_shut = self._incoming.is_broken = True
        self._incoming.clear()
        announce(peer, _coroscope.task_number())

    # Options.

    def setblocking(self, blocks):
        self._timeout = None if blocks else 0.0

    def getblocking(self):
        return self._timeout != 0

    def settimeout(self, seconds):
        self._timeout = seconds

    def gettimeout(self):
        return self._timeout

    timeout = property(gettimeout)

    def setsockopt(self, level, option, value, *rest):
        self._options[level, option] = value

    def getsockopt(self, level, option, *rest):
        if (level, option) == (SOL_SOCKET, SO_ERROR):
            number, self._error = self._error, 0
            return number
        return int(self._options.get((level, option), 0))

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.close()

    def __repr__(self):
        names = "" if self._number < 0 else f", laddr={self._name}"
        if self._peer_name is not None and self._number >= 0:
            names += f", raddr={self._peer_name}"
        closed = " [closed]" if self._number < 0 else ""
        return (f"<socket.socket{closed} fd={self._number}, family={self.family}, type={self.type}, "
                f"proto={self.proto}{names}>")


socket.__module__ = "socket"
