"""Requests to a server of the same script: over a stream, not over the browser's network."""

import asyncio
import _network
import sys
from urllib.parse import urlsplit
from . import _http, errors

_USER_AGENT = "Python/3.14 aiohttp/3.14.5"


def server_of(url):
    """The host and port of a URL, if a server of this script listens there, or if it is an address of this machine and the
    script serves HTTP at all."""
    parts = urlsplit(url)
    host, port = parts.hostname, parts.port or 80
    if parts.scheme != "http" or host is None or not _network.is_local(host):
        return None
    listener = _network.bound_to(1, (host if host != "localhost" else "127.0.0.1", port))
    is_served = listener is not None and listener.is_listening()
    return (host, port) if is_served or "aiohttp.web" in sys.modules else None


class Connections:
    """The connections of a session, which it uses again."""

    def __init__(self):
        self._idle = {}

    async def request(self, address, method, url, headers, body):
        """Sends a request. Returns the response's status, reason, URL, headers and body, as `_coroscope.fetch` does."""
        reader, writer = self._take(address) or await _connect(*address)
        try:
            writer.write(_request_head(method, url, headers, body) + (body or b""))
            await writer.drain()
            found = await _http.read_head(reader)
        except BaseException as error:
            writer.close()
            if isinstance(error, ConnectionError):
                raise errors.ServerDisconnectedError("Server disconnected") from None
            raise
        if found is None:
            writer.close()
            raise errors.ServerDisconnectedError("Server disconnected")
        (version, status, *reason), answered = found
        source = _Body(self, address, reader, writer, answered, method == "HEAD" or status in ("204", "304"))
        source.may_stay = _http.keeps_alive(version, answered)
        return int(status), (reason or [""])[0], url, answered.items(), source

    def _take(self, address):
        idle = self._idle.get(address, [])
        while idle:
            reader, writer = idle.pop()
            if not writer.is_closing() and not reader.at_eof():
                return reader, writer
            writer.close()
        return None

    def put_back(self, address, reader, writer):
        self._idle.setdefault(address, []).append((reader, writer))

    def close(self):
        for idle in self._idle.values():
            for _, writer in idle:
                writer.close()
        self._idle.clear()


class _Body:
    """The body of a response."""

    def __init__(self, connections, address, reader, writer, headers, is_empty):
        self._connections, self._address = connections, address
        self._reader, self._writer, self._headers, self._is_empty = reader, writer, headers, is_empty
        self.may_stay = False

    async def read(self):
        if self._is_empty:
            body = b""
        else:
            try:
                body = await _http.read_body(self._reader, self._headers, until_end=True)
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                raise OSError(f"Response payload is not completed: {error}") from None
        self._end(self.may_stay)
        return body

    def release(self):
        # What was not read is not read for the next response.
        self._end(self.may_stay and (self._is_empty or self._headers.get("Content-Length") == "0"))

    def _end(self, stays):
        writer, self._writer = self._writer, None
        if writer is None:
            return
        if stays:
            self._connections.put_back(self._address, self._reader, writer)
        else:
            writer.close()


async def _connect(host, port):
    try:
        return await asyncio.open_connection("127.0.0.1" if host == "localhost" else host, port)
    except ConnectionRefusedError as error:
        raise errors.ClientConnectorError(
            f"Cannot connect to host {host}:{port} ssl:default [{error.strerror}]") from None


def _request_head(method, url, headers, body):
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    known = {name.lower() for name, _ in headers}
    added = [("Host", parts.netloc), ("Accept", "*/*"), ("User-Agent", _USER_AGENT)]
    if body is not None or method in ("POST", "PUT", "PATCH"):
        added.append(("Content-Length", len(body or b"")))
    return _http.head(f"{method} {target} HTTP/1.1", [it for it in added if it[0].lower() not in known] + list(headers))
