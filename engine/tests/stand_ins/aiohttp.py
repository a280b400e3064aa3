"""The parts of aiohttp that the repository's scripts use, for a python3 without it: the sample documents, with the same
delays as in the engine's doubles."""

import asyncio
import collections.abc
import pathlib
from dataclasses import dataclass

_HEAD, _BODY = 0.02, 0.005
_SITE = pathlib.Path(__file__).parents[3] / "www"


class ClientError(Exception):
    pass


class ClientConnectionError(ClientError):
    pass


class ClientResponseError(ClientError):
    def __init__(self, status):
        self.status = status


@dataclass
class ClientTimeout:
    total: float | None = None


class ClientSession:
    def __init__(self, timeout=None):
        pass

    def get(self, url):
        return _Request(_request(url))

    head = get

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        pass


async def _request(url):
    await asyncio.sleep(_HEAD)
    return _Response(_SITE / url)


class _Response:
    content_type = "text/plain"

    def __init__(self, path):
        self._path, self.ok = path, path.exists()
        self.status = 200 if self.ok else 404

    async def text(self):
        await asyncio.sleep(_BODY)
        return self._path.read_text()

    def raise_for_status(self):
        if not self.ok:
            raise ClientResponseError(self.status)


class _Request(collections.abc.Coroutine):
    def __init__(self, coroutine):
        self._coroutine = coroutine
        self.send, self.throw, self.close = coroutine.send, coroutine.throw, coroutine.close

    def __await__(self):
        return self._coroutine.__await__()

    send = throw = close = None

    async def __aenter__(self):
        return await self._coroutine

    async def __aexit__(self, *error):
        pass
