"""Imports modules from wheels that the host has fetched."""

import hashlib
import struct
import sys
import zlib
import _script_files

# The wheels by the names of their modules.
_wheels = {}
# Texts that replace files in wheels.
_REPLACED = {"httpx/_transports/default.py": "from _httpx_transport import AsyncHTTPTransport, HTTPTransport\n"}


# Texts that are added to files in wheels.
_ADDED = {"anyio/_backends/_asyncio.py": "import _anyio_threads\n_anyio_threads.install(globals())\n"}


class _Wheel:
    """A wheel: a package's files as a ZIP archive."""

    def __init__(self, name, file, data, failure, sha256):
        self.name, self.file, self._data, self._failure, self._sha256 = name, file, data, failure, sha256
        self._entries = None

    def entries(self):
        """Where the files are in the archive."""
        if self._entries is None:
            if self._failure is not None:
                raise ImportError(f"{self.name} can't be imported: {self.file} could not be fetched: {self._failure}",
                                  name=self.name)
            if hashlib.sha256(self._data).hexdigest() != self._sha256:
                raise ImportError(f"{self.name} can't be imported: {self.file} is damaged, or is not the file that "
                                  "this version of the site has. Run it again; if that does not help, tell the site's "
                                  "owner", name=self.name)
            self._entries = dict(self._read_directory())
        return self._entries

    def _read_directory(self):
        end = self._data.rfind(b"PK\5\6")
        count, _, at = struct.unpack_from("<HII", self._data, end + 10)
        for _ in range(count):
            method, = struct.unpack_from("<H", self._data, at + 10)
            size, _, name, extra, comment = struct.unpack_from("<IIHHH", self._data, at + 20)
            local, = struct.unpack_from("<I", self._data, at + 42)
            yield self._data[at + 46:at + 46 + name].decode(), (method, size, local)
            at += 46 + name + extra + comment

    def read(self, path):
        """The content of a file."""
        method, size, local = self.entries()[path]
        name, extra = struct.unpack_from("<HH", self._data, local + 26)
        begin = local + 30 + name + extra
        packed = self._data[begin:begin + size]
        return zlib.decompress(packed, -15) if method else packed


class _Loader(_script_files.Loader):
    """Loads a module from a wheel."""

    def __init__(self, path, text, wheel):
        super().__init__(path, text)
        self._wheel = wheel

    def get_data(self, path):
        """A file of the package, for `pkgutil.get_data`."""
        try:
            return self._wheel.read(path.removeprefix("/"))
        except KeyError:
            raise OSError(f"{path} is not in {self._wheel.file}") from None


class _Finder:
    """Finds modules in wheels, after the library."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        wheel = _wheels.get(name.partition(".")[0])
        if wheel is None:
            return None
        place = name.replace(".", "/")
        for file in (f"{place}/__init__.py", f"{place}.py"):
            if file in wheel.entries():
                return _spec(name, file, wheel)
        return None


def _spec(name, file, wheel):
    # A script may have a file of this name, without the slash.
    path = f"/{file}"
    text = _REPLACED.get(file) or wheel.read(file).decode() + _ADDED.get(file, "")
    spec = _script_files.spec_of(name, path, text)
    spec.loader = _Loader(path, text, wheel)
    return spec


def read_file(path):
    """The content of a file of a package, by its path; None if there is none."""
    if not isinstance(path, str) or not path.startswith("/"):
        return None
    wheel = _wheels.get(path.split("/")[1])
    return wheel.read(path[1:]) if wheel is not None and path[1:] in wheel.entries() else None


def install(name, file, modules, data, failure, sha256):
    """Makes the modules of a wheel importable. `failure` says why there is no `data`."""
    if not _wheels:
        # In front of the finder for folders of the script, and of the last, which only raises errors.
        sys.meta_path.insert(len(sys.meta_path) - 2, _Finder)
    wheel = _Wheel(name, file, data, failure, sha256)
    _wheels.update(dict.fromkeys(modules, wheel))
