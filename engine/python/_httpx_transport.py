"""The transports of httpx over the browser's fetch, in place of those over sockets."""

import asyncio
import contextlib

import _coroscope
from httpx._config import DEFAULT_LIMITS
from httpx._exceptions import ConnectError, ReadError, ReadTimeout
from httpx._models import Request, Response
from httpx._transports.base import AsyncBaseTransport, BaseTransport
from httpx._types import AsyncByteStream

# Headers that the browser sets itself.
_OF_BROWSER = {"accept-encoding", "connection", "content-length", "host", "user-agent", "transfer-encoding", "cookie"}
# Headers about how the body was sent. The browser has decoded it.
_OF_ENCODING = {"content-encoding", "content-length", "transfer-encoding"}


class AsyncHTTPTransport(AsyncBaseTransport):
    """Sends requests with fetch. Options for connections have no effect, because the browser makes these."""

    def __init__(self, verify=True, cert=None, trust_env=True, http1=True, http2=False, limits=DEFAULT_LIMITS, proxy=None,
                 uds=None, local_address=None, retries=0, socket_options=None):
        for name, value in (("cert", cert), ("proxy", proxy), ("uds", uds), ("local_address", local_address)):
            if value is not None:
                raise NotImplementedError(f"httpx's {name}= is not available: the browser makes the connections")

    async def handle_async_request(self, request):
        assert isinstance(request, Request)
        timeout = request.extensions.get("timeout", {})
        headers = [(name, value) for name, value in request.headers.multi_items() if name not in _OF_BROWSER]
        body = b"".join([part async for part in request.stream])
        try:
            async with _until(timeout.get("read") or timeout.get("connect")):
                answer = await _coroscope.fetch(request.method, str(request.url), headers, body or None)
        except TimeoutError:
            raise ReadTimeout("") from None
        except OSError as error:
            raise ConnectError(str(error)) from None
        status, reason, _, headers, source = answer
        headers = [(name, value) for name, value in headers if name.lower() not in _OF_ENCODING]
        return Response(status, headers=headers, stream=_Body(source, timeout.get("read")),
                        extensions={"reason_phrase": reason.encode(), "http_version": b"HTTP/1.1"})


class _Body(AsyncByteStream):
    """The body of a response. The browser has read all of it before the first part is available."""

    def __init__(self, source, timeout):
        self._source, self._timeout = source, timeout

    async def __aiter__(self):
        try:
            async with _until(self._timeout):
                yield await self._source.read()
        except TimeoutError:
            raise ReadTimeout("") from None
        except OSError as error:
            raise ReadError(str(error)) from None

    async def aclose(self):
        self._source.release()


class HTTPTransport(BaseTransport):
    """Refuses requests: they would block the loop."""

    def __init__(self, *args, **kwargs):
        pass

    def handle_request(self, request):
        raise NotImplementedError(
            "httpx.Client and httpx.get are not available: they would block the loop. Use httpx.AsyncClient, "
            "`await client.get(url)`")


def _until(seconds):
    return contextlib.nullcontext() if seconds is None else asyncio.timeout(seconds)
