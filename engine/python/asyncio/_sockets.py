"""The methods of a loop for servers, connections and sockets. They are CPython's own, and loaded when one is first used, so
that other scripts begin sooner."""

from . import events

# The methods that scripts call, and what they need.
_CALLED = (
    "create_server create_connection create_datagram_endpoint connect_accepted_socket getaddrinfo getnameinfo "
    "create_unix_server create_unix_connection add_reader remove_reader add_writer remove_writer sock_recv sock_recv_into "
    "sock_recvfrom sock_recvfrom_into sock_sendall sock_sendto sock_connect sock_accept")


class SocketMethods:
    """The part of a loop that has sockets."""

    def _look_again_at_sockets(self):
        """Continues with what became ready while this loop was stopped."""

    def _close_sockets(self):
        """Forgets all sockets."""

    def _idle_servers(self):
        """The addresses of servers that wait for clients."""
        return []


class Server(events.AbstractServer):
    """A server, which create_server makes."""

    def __init__(self, *args, **kwargs):
        _load()
        self.__init__(*args, **kwargs)


def _load():
    from . import _connections
    _connections.install(SocketMethods, Server)


def _loading(name):
    def method(self, *args, **kwargs):
        _load()
        return getattr(SocketMethods, name)(self, *args, **kwargs)

    method.__name__ = name
    return method


for _name in _CALLED.split():
    setattr(SocketMethods, _name, _loading(_name))
