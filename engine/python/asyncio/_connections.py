"""Servers and connections: the methods and transports of CPython's own loop, over the network of the run."""

import _coroscope
import _network
import functools
import socket
import weakref
from . import _library_base_events as library
from . import base_events, exceptions, streams, tasks

for _name in ("_check_ssl_socket", "_set_nodelay", "_HAS_IPv6"):
    setattr(base_events, _name, getattr(library, _name))

from . import selector_events, _selector, _stream_waits

_FROM_BASE = (
    "_connect_sock create_connection _create_connection_transport create_datagram_endpoint _ensure_resolved create_server "
    "connect_accepted_socket")
_FROM_SELECTOR = (
    "_make_datagram_transport _ensure_fd_no_transport _start_serving _stop_serving _add_reader _remove_reader _add_writer "
    "_remove_writer add_reader remove_reader add_writer remove_writer sock_recv _sock_read_done _sock_recv sock_recv_into "
    "_sock_recv_into sock_recvfrom _sock_recvfrom sock_recvfrom_into _sock_recvfrom_into sock_sendall _sock_sendall "
    "sock_sendto _sock_sendto sock_connect _sock_connect _sock_write_done sock_accept _sock_accept")
_OWN_TO_A_CLASS = {"__dict__", "__weakref__", "__module__", "__doc__"}


def install(methods, server_class):
    """Puts the methods into the class of a loop's methods for sockets, and into the class of servers."""
    for names, source in ((_FROM_BASE, library.BaseEventLoop), (_FROM_SELECTOR, selector_events.BaseSelectorEventLoop)):
        for name in names.split():
            setattr(methods, name, vars(source)[name])
    for name, value in vars(_Methods).items():
        if name not in _OWN_TO_A_CLASS:
            setattr(methods, name, value)
    for source in (library.Server, _ServerMethods):
        for name, value in vars(source).items():
            if name not in _OWN_TO_A_CLASS:
                setattr(server_class, name, value)
    library.Server = server_class


class _Methods:
    """What is different here."""

    _selector = functools.cached_property(lambda self: _selector.Selector(self))
    _transports = functools.cached_property(lambda self: weakref.WeakValueDictionary())
    _selector.__set_name__(None, "_selector")
    _transports.__set_name__(None, "_transports")

    def _look_again_at_sockets(self):
        self._selector.look_again()

    def _close_sockets(self):
        self._selector.close()

    def _idle_servers(self):
        return _network.idle_servers()

    def _schedule_ready(self, key, mask, cause):
        """Schedules the callbacks for a socket, because of what the task with the number `cause` did."""
        reader, writer = key.data
        if mask & _network.READ and reader is not None:
            _coroscope.call_soon_for(cause, self._run_ready, reader, reader._callback)
        if mask & _network.WRITE and writer is not None:
            _coroscope.call_soon_for(cause, self._run_ready, writer, writer._callback)

    def _run_ready(self, handle):
        self._run(handle)
        self._selector.look_again()

    def _sock_connect_cb(self, future, sock, address):
        if future.done():
            return
        number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if number:
            future.set_exception(_network.error(number, f"Connect call failed {address}"))
        else:
            future.set_result(None)

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        found = socket.getaddrinfo(host, port, family, type, proto, flags)
        await tasks.sleep(0)
        return found

    async def getnameinfo(self, sockaddr, flags=0):
        await tasks.sleep(0)
        return socket.getnameinfo(sockaddr, flags)

    def _create_server_getaddrinfo(self, host, port, family, flags):
        # CPython makes a task of this. It would be a row on the timeline; this takes as many passes, and a task's name.
        resolved = self.create_future()
        _coroscope.skip_task_name()
        self.call_soon(self._resolve, resolved, host, port, family, flags)
        return resolved

    def _resolve(self, resolved, host, port, family, flags):
        if resolved.done():
            return
        try:
            resolved.set_result(socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, 0, flags))
        except Exception as error:
            resolved.set_exception(error)

    def _accept_connection(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100, *timeouts):
        for _ in range(backlog + 1):
            try:
                connection, address = sock.accept()
            except BlockingIOError:
                return
            connection.setblocking(False)
            # CPython makes a task of this, too.
            _coroscope.skip_task_name()
            self.call_soon(self._serve, protocol_factory, connection, address, server)

    def _serve(self, protocol_factory, connection, address, server):
        try:
            self._make_socket_transport(connection, protocol_factory(), extra={"peername": address}, server=server)
        except Exception as error:
            connection.close()
            if self._debug:
                self.call_exception_handler({
                    "message": "Error on transport creation for incoming connection", "exception": error})

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        self._ensure_fd_no_transport(sock)
        return _SelectorSocketTransport(self, sock, protocol, waiter, extra, server)

    def _make_ssl_transport(self, *args, **kwargs):
        raise NotImplementedError(
            "TLS is not available: a script's connections stay inside of the page, and are not encrypted. Leave out ssl=")

    async def create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None,
                                 start_serving=True, **options):
        if path is not None:
            sock = socket.socket(socket.AF_UNIX)
            try:
                sock.bind(str(path))
            except OSError as error:
                sock.close()
                raise OSError(error.errno, f"Address {path!r} is already in use") from None
        return await self.create_server(
            protocol_factory, sock=sock, backlog=backlog, ssl=ssl, start_serving=start_serving)

    async def create_unix_connection(self, protocol_factory, path=None, *, sock=None, ssl=None, **options):
        if path is not None:
            sock = socket.socket(socket.AF_UNIX)
            sock.setblocking(False)
            try:
                await self.sock_connect(sock, str(path))
            except BaseException:
                sock.close()
                raise
        return await self.create_connection(protocol_factory, sock=sock, ssl=ssl)


class _ServerMethods:
    """What is different in a server: the log has its connections, and the tasks that wait for it."""

    def _attach(self, transport):
        if self._sockets is None:
            raise RuntimeError("the server is closed")
        self._clients.add(transport)
        self._record_clients()

    def _detach(self, transport):
        self._clients.discard(transport)
        self._record_clients()
        if not self._clients and self._sockets is None:
            self._wakeup()

    def _record_clients(self):
        if self._logged is not None:
            self._logged.set_level(len(self._clients))
        for sock in self._sockets or ():
            sock.open_connections = len(self._clients)

    _logged = None

    def _start_serving(self):
        if self._serving:
            return
        self._serving = True
        for sock in self._sockets:
            sock.listen(self._backlog)
            self._loop._start_serving(self._protocol_factory, sock, self._ssl_context, self, self._backlog)
        self._logged = self._sockets[0].server

    async def serve_forever(self):
        if self._serving_forever_fut is not None:
            raise RuntimeError(f"server {self!r} is already being awaited on serve_forever()")
        if self._sockets is None:
            raise RuntimeError(f"server {self!r} is closed")
        self._start_serving()
        self._serving_forever_fut = future = self._loop.create_future()
        future._waits_for = "Server.serve_forever"
        try:
            await self._logged.wait(future, "accept")
        except exceptions.CancelledError:
            try:
                self.close()
                await self.wait_closed()
            finally:
                raise
        finally:
            self._serving_forever_fut = None

    async def wait_closed(self):
        # `close` and the end of the last connection set this to None.
        if self._waiters is None:
            return
        waiter = self._loop.create_future()
        waiter._waits_for = "Server.wait_closed"
        self._waiters.append(waiter)
        await (waiter if self._logged is None else self._logged.wait(waiter, "wait_closed"))


class _SelectorSocketTransport(selector_events._SelectorSocketTransport):
    """A transport that has the log tell what it could not send yet."""

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        super().__init__(loop, sock, protocol, waiter, extra, server)
        self._direction = sock._outgoing
        own = weakref.ref(self)
        self._direction.count_unsent = lambda: transport.get_write_buffer_size() if (transport := own()) else 0

    def write(self, data):
        super().write(data)
        self._direction.record()

    def writelines(self, list_of_data):
        # CPython's transport would try again and again to send what is empty.
        super().writelines([data for data in list_of_data if data])
        self._direction.record()

    def _write_sendmsg(self):
        super()._write_sendmsg()
        self._direction.record()


_stream_waits.install(streams)
