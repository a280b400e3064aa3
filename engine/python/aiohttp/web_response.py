"""Responses of a server of the script."""

import json as _json
from . import _http
from .headers import Headers

_SERVER = "Python/3.14 aiohttp/3.14.5"


class StreamResponse:
    """A response that a handler writes in parts."""

    def __init__(self, *, status=200, reason=None, headers=None):
        self._sent = None
        self.set_status(status, reason)
        self.headers = _Fields(headers)
        self._writer = None
        self.is_chunked = True

    def set_status(self, status, reason=None):
        self.status = int(status)
        self.reason = _http.REASONS.get(self.status, "") if reason is None else reason

    prepared = property(lambda self: self._writer is not None)

    @property
    def content_type(self):
        return _http.parameters(self.headers.get("Content-Type", "application/octet-stream"))[0]

    @content_type.setter
    def content_type(self, kind):
        self.headers["Content-Type"] = kind

    def enable_chunked_encoding(self, chunk_size=None):
        self.is_chunked = True

    def set_cookie(self, name, value, *, max_age=None, path="/", **options):
        text = f"{name}={value}" + (f"; Max-Age={max_age}" if max_age is not None else "") + f"; Path={path}"
        self.headers.add("Set-Cookie", text)

    def del_cookie(self, name, *, path="/", **options):
        self.set_cookie(name, '""', max_age=0, path=path)

    async def prepare(self, request):
        """Sends the head."""
        self._start(request, [("Transfer-Encoding", "chunked")])
        await self._writer.drain()

    def _start(self, request, added):
        self._writer, self._method = request._writer, request.method
        self.headers.setdefault("Content-Type", "application/octet-stream")
        fields = [*self.headers.items(), *added, ("Server", _SERVER)]
        if not request._keeps_alive:
            fields.append(("Connection", "close"))
        self._writer.write(_http.head(f"HTTP/1.1 {self.status} {self.reason}", fields))

    async def write(self, data):
        if self._writer is None:
            raise RuntimeError("Cannot call write() before prepare()")
        if data:
            self._writer.write(b"%x\r\n%b\r\n" % (len(data), data))
            await self._writer.drain()

    async def write_eof(self, data=b""):
        await self.write(data)
        if self._sent is None:
            self._sent = True
            self._writer.write(b"0\r\n\r\n")
            await self._writer.drain()

    async def _finish(self, request):
        """Sends what is left to send."""
        if self._writer is None:
            await self.prepare(request)
        await self.write_eof()

    def __repr__(self):
        return f"<{type(self).__name__} {self.reason} not prepared>"


class Response(StreamResponse):
    """A response with its whole body."""

    def __init__(self, *, body=None, status=200, reason=None, text=None, headers=None, content_type=None, charset=None):
        if body is not None and text is not None:
            raise ValueError("body and text are not allowed together")
        super().__init__(status=status, reason=reason, headers=headers)
        if "Content-Type" in self.headers and (content_type or charset):
            raise ValueError("passing both Content-Type header and content_type or charset params is forbidden")
        self._charset = charset or "utf-8"
        if text is not None:
            if not isinstance(text, str):
                raise TypeError(f"text argument must be str ({type(text)!r})")
            self.headers.setdefault("Content-Type", f"{content_type or 'text/plain'}; charset={self._charset}")
            body = text.encode(self._charset)
        elif content_type is not None:
            self.headers["Content-Type"] = content_type + (f"; charset={charset}" if charset else "")
        self.body = body

    @property
    def text(self):
        return None if self.body is None else self.body.decode(self._charset)

    @text.setter
    def text(self, text):
        self.headers.setdefault("Content-Type", f"text/plain; charset={self._charset}")
        self.body = None if text is None else text.encode(self._charset)

    async def _finish(self, request):
        body = b"" if self.body is None else bytes(self.body)
        has_body = self.status not in (204, 304)
        self._start(request, [("Content-Length", len(body))] if has_body else [])
        if has_body and self._method != "HEAD":
            self._writer.write(body)
        await self._writer.drain()

    async def prepare(self, request):
        raise NotImplementedError("prepare() of a web.Response is not available: return it, or use a web.StreamResponse")


def json_response(data=None, *, text=None, body=None, status=200, reason=None, headers=None,
                  content_type="application/json", dumps=_json.dumps):
    """A response in JSON."""
    if text is None and body is None:
        text = dumps(data)
    return Response(text=text, body=body, status=status, reason=reason, headers=headers, content_type=content_type)


class _Fields(Headers):
    """Header fields that can be changed."""

    def __setitem__(self, name, value):
        self._pairs = self.updated({name: value})._pairs

    def add(self, name, value):
        self._pairs.append((name, str(value)))

    def __delitem__(self, name):
        self._pairs = [(key, value) for key, value in self._pairs if key.lower() != name.lower()]

    def setdefault(self, name, value):
        if name not in self:
            self.add(name, value)
        return self[name]

    def update(self, pairs):
        self._pairs = self.updated(pairs)._pairs
