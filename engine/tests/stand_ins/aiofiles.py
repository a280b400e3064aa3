"""The parts of aiofiles that the repository's scripts use, for a python3 without it: files in memory, with the same
delays as in the engine's doubles."""

import asyncio

_ACCESS = 0.005
_files = {}


class _File:
    def __init__(self, name, mode):
        self._name, self._mode, self._lines = name, mode, None

    async def read(self):
        await asyncio.sleep(_ACCESS)
        return _files[self._name]

    async def write(self, text):
        await asyncio.sleep(_ACCESS)
        _files[self._name] += text

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
            _files[self._name] = ""
        return _File(self._name, self._mode)

    async def __aexit__(self, *error):
        await asyncio.sleep(_ACCESS)
