"""The parts of aiofiles that the repository's scripts use, for a python3 without it: files in memory, with the same
delays as in the engine's doubles."""

import asyncio

_ACCESS = 0.005
_files = {}


class _File:
    def __init__(self, name, mode):
        self._name, self._mode, self._lines = name, mode, None
        self._text = ""

    async def read(self):
        await asyncio.sleep(_ACCESS)
        return _files[self._name]

    async def write(self, text):
        await asyncio.sleep(_ACCESS)
        self._text += text

    async def close(self):
        """Saves what was written, as in a browser."""
        await asyncio.sleep(_ACCESS)
        if self._mode == "w":
            _files[self._name] = self._text
        elif self._mode == "a":
            _files[self._name] = _files.get(self._name, "") + self._text

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

    async def _opened(self):
        await asyncio.sleep(_ACCESS)
        if self._mode == "w":
            _files[self._name] = ""
        elif self._mode != "a" and self._name not in _files:
            raise FileNotFoundError(f"{self._name} is not there")
        return _File(self._name, self._mode)

    def __await__(self):
        return self._opened().__await__()

    async def __aenter__(self):
        self._file = await self._opened()
        return self._file

    async def __aexit__(self, *error):
        await self._file.close()
