"""A request that a server of the script has received."""

import json as _json
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, unquote_plus
from . import _http
from .headers import Headers


class BaseRequest:
    """A request. It is also a mapping in which handlers and middlewares keep values."""

    def __init__(self, method, target, version, headers, body, peer, app=None):
        self.method, self.path_qs, self.version, self.headers = method, target, version, headers
        path, _, self._query = target.partition("?")
        self.query_string = unquote_plus(self._query)
        self.raw_path, self.path = path, unquote(path)
        self.remote = peer[0] if isinstance(peer, tuple) else None
        self.match_info, self.app = {}, app
        self._body, self._values = body, {}

    @property
    def scheme(self):
        return "http"

    @property
    def host(self):
        return self.headers.get("Host", "localhost")

    @property
    def url(self):
        return f"http://{self.host}{self.path_qs}"

    rel_url = property(lambda self: self.path_qs)

    @property
    def query(self):
        return MultiDict(parse_qsl(self._query, keep_blank_values=True))

    @property
    def content_type(self):
        return _http.parameters(self.headers.get("Content-Type", "application/octet-stream"))[0]

    @property
    def charset(self):
        return _http.parameters(self.headers.get("Content-Type", ""))[1]

    @property
    def content_length(self):
        length = self.headers.get("Content-Length")
        return None if length is None else int(length)

    @property
    def cookies(self):
        pairs = (part.partition("=") for part in self.headers.get("Cookie", "").split(";") if part.strip())
        return MappingProxyType({name.strip(): value.strip() for name, _, value in pairs})

    can_read_body = body_exists = property(lambda self: bool(self._body))

    async def read(self):
        return self._body

    async def text(self):
        return self._body.decode(self.charset or "utf-8")

    async def json(self, *, loads=_json.loads):
        return loads(await self.text())

    async def post(self):
        """The fields of a form."""
        if self.content_type not in ("application/x-www-form-urlencoded", "application/octet-stream", ""):
            if self.content_type.startswith("multipart/"):
                raise NotImplementedError(
                    "request.post() of a multipart form is not available: send the form with data={…}, or JSON")
            return MultiDict([])
        return MultiDict(parse_qsl((await self.text()), keep_blank_values=True))

    def get(self, key, default=None):
        return self._values.get(key, default)

    def __getitem__(self, key):
        return self._values[key]

    def __setitem__(self, key, value):
        self._values[key] = value

    def __contains__(self, key):
        return key in self._values

    def __repr__(self):
        return f"<Request {self.method} {self.path} >"


class Request(BaseRequest):
    """A request to an application."""


class MultiDict(Headers):
    """Pairs of a query or a form, whose names differ in case."""

    def getall(self, name, default=None):
        found = [value for key, value in self._pairs if key == name]
        if not found and default is None:
            raise KeyError(name)
        return found or default

    def __contains__(self, name):
        return any(key == name for key, _ in self._pairs)

    def __repr__(self):
        return f"<MultiDictProxy({', '.join(f'{name!r}: {value!r}' for name, value in self._pairs)})>"
