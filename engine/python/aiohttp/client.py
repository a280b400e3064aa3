"""Sessions and requests."""

import asyncio
import json as _json
import _coroscope
from collections.abc import Coroutine
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin
from . import _loopback, _unavailable, errors
from .headers import Headers
from .response import ClientResponse, RequestInfo, _until

_DEFAULT = object()  # use the session's setting


@dataclass(frozen=True)
class ClientTimeout:
    """Timeouts in seconds. A browser only reports when a response begins and when its body is complete, so only
    `total`, from the request to the end of the body, can be set."""

    total: float | None = None
    connect: float | None = None
    sock_read: float | None = None
    sock_connect: float | None = None

    def __post_init__(self):
        for name in ("connect", "sock_read", "sock_connect"):
            if getattr(self, name) is not None:
                raise NotImplementedError(
                    f"ClientTimeout's {name}= is not available: a browser reports no connections. Use total=…")


class ClientSession:
    """Requests with a common base URL, headers and timeout."""

    def __init__(self, base_url=None, *, headers=None, timeout=_DEFAULT, raise_for_status=False,
                 json_serialize=_json.dumps, **options):
        _unavailable.check_options("ClientSession", options)
        self._base_url = None if base_url is None else str(base_url)
        self._headers = Headers(headers)
        self._timeout = ClientTimeout(total=300) if timeout is _DEFAULT else _as_timeout(timeout)
        self._raise_for_status = raise_for_status
        self._json_serialize = json_serialize
        self._loop = asyncio.get_running_loop()
        self._closed = False
        self._connections = None  # to servers of this script

    closed = property(lambda self: self._closed)
    headers = property(lambda self: self._headers)
    timeout = property(lambda self: self._timeout)

    def request(self, method, url, **options):
        """Sends a request: await it for the response, or use it in `async with`, which releases the response at the
        end."""
        return _Request(self._request(method, url, **options))

    def get(self, url, **options):
        return self.request("GET", url, **options)

    def options(self, url, **options):
        return self.request("OPTIONS", url, **options)

    def head(self, url, **options):
        return self.request("HEAD", url, **options)

    def post(self, url, **options):
        return self.request("POST", url, **options)

    def put(self, url, **options):
        return self.request("PUT", url, **options)

    def patch(self, url, **options):
        return self.request("PATCH", url, **options)

    def delete(self, url, **options):
        return self.request("DELETE", url, **options)

    async def _request(self, method, url, *, params=None, data=None, json=None, headers=None, timeout=_DEFAULT,
                       raise_for_status=None, **options):
        if self._closed:
            raise RuntimeError("Session is closed")
        if options.get("allow_redirects") is True:
            del options["allow_redirects"]
        _unavailable.check_options(f"session.{method.lower()}", options)
        url = self._address(url, params)
        kind, body = self._body(data, json)
        sent = self._headers.updated(headers)
        if kind is not None and "Content-Type" not in sent:
            sent = sent.updated({"Content-Type": kind})
        timeout = self._timeout if timeout is _DEFAULT else _as_timeout(timeout)
        deadline = None if not timeout.total else self._loop.time() + timeout.total
        try:
            async with _until(deadline):
                answer = await self._send(method.upper(), url, sent.items(), body)
        except TimeoutError:
            raise
        except OSError as error:
            raise errors.ClientConnectorError(str(error)) from None
        info = RequestInfo(url, method.upper(), sent, url)
        response = ClientResponse(method.upper(), info, deadline, answer)
        if self._raise_for_status if raise_for_status is None else raise_for_status:
            response.raise_for_status()
        return response

    async def _send(self, method, url, headers, body):
        """Sends a request: to a server of this script if there is one at the address, else by the browser."""
        server = _loopback.server_of(url)
        if server is None:
            return await _coroscope.fetch(method, url, headers, body)
        if self._connections is None:
            self._connections = _loopback.Connections()
        return await self._connections.request(server, method, url, headers, body)

    def _address(self, url, params):
        if not isinstance(url, str) and not hasattr(url, "host"):
            raise TypeError(f"a URL must be a str, not {type(url).__name__}")
        url = str(url) if self._base_url is None else urljoin(self._base_url, str(url))
        if not url:
            raise errors.InvalidURL(url)
        if params:
            query = params if isinstance(params, str) else urlencode(params)
            url += ("&" if "?" in url else "?") + query
        return url

    def _body(self, data, json):
        if data is not None and json is not None:
            raise ValueError("data and json parameters can not be used at the same time")
        if json is not None:
            return "application/json", self._json_serialize(json).encode()
        match data:
            case None:
                return None, None
            case bytes() | bytearray() | memoryview():
                return "application/octet-stream", bytes(data)
            case str():
                return "text/plain; charset=utf-8", data.encode()
            case dict() | list() | tuple():
                return "application/x-www-form-urlencoded", urlencode(data).encode()
        raise NotImplementedError(
            f"data= of type {type(data).__name__} is not available: use bytes, a str, a dict for a form, or json=…")

    def ws_connect(self, *args, **kwargs):
        raise NotImplementedError(_unavailable.message("ws_connect", "session"))

    async def close(self):
        self._closed = True
        if self._connections is not None:
            self._connections.close()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.close()

    def __enter__(self):
        raise TypeError("Use async with instead")

    def __exit__(self, *error):
        pass

    def __del__(self):
        if not getattr(self, "_closed", True) and not self._loop.is_closed():
            self._loop.call_exception_handler({"client_session": self, "message": "Unclosed client session"})

    def __getattr__(self, name):
        raise AttributeError(_unavailable.message(name, "session"))


class _Request(Coroutine):
    """A request, which can be awaited, used in `async with`, or made a task."""

    def __init__(self, coroutine):
        self._coroutine = coroutine

    def __await__(self):
        return self._coroutine.__await__()

    def send(self, value):
        return self._coroutine.send(value)

    def throw(self, *error):
        return self._coroutine.throw(*error)

    def close(self):
        self._coroutine.close()

    async def __aenter__(self):
        self._response = await self._coroutine
        return self._response

    async def __aexit__(self, *error):
        self._response.release()


def _as_timeout(timeout):
    match timeout:
        case ClientTimeout():
            return timeout
        case None | int() | float():
            return ClientTimeout(total=timeout)
    raise TypeError(f"timeout must be a ClientTimeout or a number of seconds, not {type(timeout).__name__}")
