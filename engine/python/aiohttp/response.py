"""A response: its head, and a body that is read on demand."""

import asyncio
import contextlib
import json as _json
from typing import NamedTuple
from . import _unavailable, errors
from .headers import Headers


class RequestInfo(NamedTuple):
    """A request that was sent."""

    url: str
    method: str
    headers: Headers
    real_url: str


class ClientResponse:
    """A response. `async with` releases it at the end."""

    def __init__(self, method, request_info, deadline, answer):
        self.status, self.reason, self.url, headers, self._source = answer
        self.method = method
        self.headers = Headers(headers)
        self.request_info = request_info
        self.closed = False
        self._deadline = deadline
        self._body = None
        self.content = _Content(self)

    real_url = property(lambda self: self.url)
    ok = property(lambda self: self.status < 400)

    @property
    def content_type(self):
        return self.headers.get("Content-Type", "application/octet-stream").split(";")[0].strip().lower()

    @property
    def content_length(self):
        length = self.headers.get("Content-Length")
        return None if length is None else int(length)

    @property
    def charset(self):
        for part in self.headers.get("Content-Type", "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip('"').lower()
        return None

    async def read(self):
        """Reads the whole body."""
        if self._body is None:
            if self.closed:
                raise errors.ClientConnectionError("Connection closed")
            try:
                async with _until(self._deadline):
                    self._body = await self._source.read()
            except TimeoutError:
                raise
            except OSError as error:
                raise errors.ClientPayloadError(str(error)) from None
            self.closed = True
        return self._body

    async def text(self, encoding=None, errors="strict"):
        return (await self.read()).decode(encoding or self.charset or "utf-8", errors)

    async def json(self, *, encoding=None, loads=_json.loads, content_type="application/json"):
        """Parses the body as JSON. Fails if the content type is not JSON, unless `content_type` is None."""
        body = await self.read()
        own = self.content_type
        is_json = own == "application/json" or own.startswith("application/") and own.endswith("+json")
        if content_type and own != content_type and not (content_type == "application/json" and is_json):
            raise errors.ContentTypeError(
                self.request_info, (), status=self.status, headers=self.headers,
                message=f"Attempt to decode JSON with unexpected mimetype: {self.headers.get('Content-Type', '')}")
        text = body.decode(encoding or self.charset or "utf-8").strip()
        return loads(text) if text else None

    def raise_for_status(self):
        if not self.ok:
            self.release()
            raise errors.ClientResponseError(
                self.request_info, (), status=self.status, message=self.reason, headers=self.headers)

    def release(self):
        self.closed = True
        self._source.release()

    close = release

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        self.release()

    def __repr__(self):
        return f"<ClientResponse({self.url}) [{self.status} {self.reason}]>\n{self.headers!r}\n"

    def __getattr__(self, name):
        raise AttributeError(_unavailable.message(name, "response"))


class _Content:
    """The body in chunks. The browser has read all of it before the first chunk is available."""

    def __init__(self, response):
        self._response = response
        self._at = 0

    async def read(self, size=-1):
        body = await self._response.read()
        begin = self._at
        self._at = len(body) if size < 0 else min(begin + size, len(body))
        return body[begin:self._at]

    async def readline(self):
        body = await self._response.read()
        end = body.find(b"\n", self._at) + 1
        return await self.read((end or len(body)) - self._at)

    async def iter_chunked(self, size):
        while chunk := await self.read(size):
            yield chunk

    def iter_any(self):
        return self.iter_chunked(-1)

    async def __aiter__(self):
        while line := await self.readline():
            yield line


def _until(deadline):
    return contextlib.nullcontext() if deadline is None else asyncio.timeout_at(deadline)
