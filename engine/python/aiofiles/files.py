"""Files that are read and written asynchronously."""

import asyncio
import io
import os
import _coroscope


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, **options):
    """Opens a file: await it, or use it in `async with`, which closes it at the end. Writes are saved when it is
    closed."""
    if options:
        raise NotImplementedError(f"aiofiles.open's {next(iter(options))}= is not available: leave it out")
    name, kind = _name(file), _kind(mode)
    if "b" in mode and not (encoding is errors is newline is None):
        raise ValueError("binary mode doesn't take an encoding, errors or newline argument")
    return _Opening(_opened(name, mode, kind, encoding or "utf-8", errors or "strict", newline))


async def _opened(name, mode, kind, encoding, errors, newline):
    opened = await _coroscope.open_file(name, kind)
    return _File(opened, name, mode, encoding, errors, newline)


def _name(file):
    if isinstance(file, int):
        raise NotImplementedError("aiofiles.open takes the name of a file here, not a number")
    name = os.path.normpath(os.fsdecode(file))
    if "/" in name or name in (".", ".."):
        raise NotImplementedError(
            f"aiofiles.open({file!r}): a script's files are in one folder, so name it {os.path.basename(name)!r}")
    return name


def _kind(mode):
    if "+" in mode:
        raise NotImplementedError(f"mode {mode!r} is not available: open the file to read, and again to write")
    kinds = mode.replace("b", "", 1).replace("t", "", 1)
    if kinds not in ("r", "w", "a", "x") or {"b", "t"} <= set(mode):
        raise ValueError(f"invalid mode: {mode!r}")
    return kinds


class _Opening:
    """A file that is being opened."""

    def __init__(self, coroutine):
        self._coroutine = coroutine

    def __await__(self):
        return self._coroutine.__await__()

    async def __aenter__(self):
        self._file = await self._coroutine
        return self._file

    async def __aexit__(self, *error):
        await self._file.close()


class _File:
    """An open file."""

    def __init__(self, opened, name, mode, encoding, errors, newline):
        self._opened, self._text = opened, None
        self.name, self.mode, self.closed = name, mode, False
        self.encoding, self._errors, self._newline = encoding, errors, newline
        self._is_binary, self._reads = "b" in mode, "r" in mode

    def readable(self):
        return self._reads

    def writable(self):
        return not self._reads

    async def _reader(self):
        self._check_open()
        if not self._reads:
            raise io.UnsupportedOperation("not readable")
        if self._text is None:
            content = io.BytesIO(await self._opened.read())
            self._text = content if self._is_binary else io.TextIOWrapper(
                content, self.encoding, self._errors, self._newline)
        else:
            # The content has been read already. Yield all the same, as aiofiles does.
            await asyncio.sleep(0)
        return self._text

    async def read(self, size=-1):
        return (await self._reader()).read(size)

    async def readline(self, size=-1):
        return (await self._reader()).readline(size)

    async def readlines(self, hint=-1):
        return (await self._reader()).readlines(hint)

    async def seek(self, offset, whence=0):
        return (await self._reader()).seek(offset, whence)

    async def tell(self):
        return (await self._reader()).tell()

    async def write(self, what):
        self._check_open()
        if self._reads:
            raise io.UnsupportedOperation("not writable")
        await self._opened.write(self._bytes(what))
        return len(what)

    async def writelines(self, lines):
        for line in lines:
            await self.write(line)

    def _bytes(self, what):
        if self._is_binary:
            if isinstance(what, str):
                raise TypeError("a bytes-like object is required, not 'str'")
            return bytes(what)
        if not isinstance(what, str):
            raise TypeError(f"write() argument must be str, not {type(what).__name__}")
        if self._newline in ("\r", "\r\n"):
            what = what.replace("\n", self._newline)
        return what.encode(self.encoding, self._errors)

    async def flush(self):
        """Does nothing: writes are saved when the file is closed."""
        self._check_open()

    async def close(self):
        if not self.closed:
            self.closed = True
            await self._opened.close()

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if not line:
            raise StopAsyncIteration
        return line

    def __getattr__(self, name):
        raise AttributeError(f"files have no {name} here, only read, readline, write and close")
