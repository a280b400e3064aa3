"""As much of aiofiles as the repository's scripts use, for a python3 that does not have it: files in memory, each
access of which takes as long as in the engine's doubles."""

import asyncio

_ACCESS = 0.005
_kept = {}


class _File:
    def __init__(self, name, mode):
        self._name, self._mode, self._lines = name, mode, None

    async def read(self):
        await asyncio.sleep(_ACCESS)
        return _kept[self._name]

    async def write(self, text):
        await asyncio.sleep(_ACCESS)
        _kept[self._name] += text

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._lines is None:
            self._lines = iter((await self.read()).splitlines(keepends=True))
        else:
            await asyncio.sleep(0)
        for line in self._lines:
            return line
        raise StopAsyncIteration


class open:
    def __init__(self, name, mode="r"):
        self._name, self._mode = name, mode

    async def __aenter__(self):
        await asyncio.sleep(_ACCESS)
        if self._mode == "w":
            _kept[self._name] = ""
        return _File(self._name, self._mode)

    async def __aexit__(self, *error):
        await asyncio.sleep(_ACCESS)
