"""Imports the files that a script brings along, as CPython imports those in the script's folder."""

import sys
import _frozen_importlib as _bootstrap

# Modules that CPython has loaded, or has built in, before it looks into the script's folder; and those of the engine.
_NEVER_SHADOWED = frozenset("""
    __main__ _anyio_threads _clocks _coroscope _error_numbers _httpx_transport _locks _never_awaited _packages
    _script_files _threads _unavailable _unavailable_names _worker_calls abc atexit builtins codecs encodings errno faulthandler gc genericpath io itertools
    marshal ntpath os posix posixpath pwd runpy site stat sys time zipimport
""".split())

# The modules of the library that were loaded before, and whose names files of the script have.
hidden = {}
# The texts of all modules of the script and of packages that were loaded, by path.
texts = {}
_files = {}
_folders = set()


class Spec(_bootstrap.ModuleSpec):
    """Where a module is. Nothing is compiled in advance."""

    cached = None


class Loader:
    """Loads a module from a text."""

    def __init__(self, path, text):
        self.path, self._text = path, text

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        texts[self.path] = self._text
        code = self.get_code(module.__name__)
        _bootstrap._call_with_frames_removed(exec, code, module.__dict__)

    def get_code(self, name):
        return _bootstrap._call_with_frames_removed(compile, self._text, self.path, "exec", 0, True)

    def get_source(self, name):
        return self._text

    def get_filename(self, name):
        return self.path

    def is_package(self, name):
        return self.path.endswith("/__init__.py")


class _FolderLoader:
    """Loads a folder without `__init__.py`."""

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        pass


def spec_of(name, path, text):
    """The module `name` in the file `path`."""
    spec = Spec(name, Loader(path, text), origin=path)
    spec._set_fileattr = True
    if path.endswith("/__init__.py"):
        spec.submodule_search_locations = [path.rpartition("/")[0]]
    return spec


def _places(name, path):
    """The paths that a module can have, without their endings."""
    last = name.rpartition(".")[2]
    if path is None:
        return () if name in _NEVER_SHADOWED else (last,)
    return [f"{folder}/{last}" for folder in path if folder in _folders]


class _Files:
    """Finds the files, in front of the library."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        for place in _places(name, path):
            for file in (f"{place}/__init__.py", f"{place}.py"):
                if file in _files:
                    return spec_of(name, file, _files[file])
        return None


class _Folders:
    """Finds folders without `__init__.py`, after the library."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        for place in _places(name, path):
            if place in _folders:
                spec = Spec(name, _FolderLoader(), is_package=True)
                spec.submodule_search_locations = [place]
                return spec
        return None


def install(files):
    """Makes files, by path, importable."""
    _files.update(files)
    texts.update(files)
    for file in files:
        while file := file.rpartition("/")[0]:
            _folders.add(file)
    names = {file.partition("/")[0].removesuffix(".py") for file in files if _is_module(file)} - _NEVER_SHADOWED
    for name in [name for name in sys.modules if name.partition(".")[0] in names]:
        hidden[name] = sys.modules.pop(name)
    sys.meta_path.insert(0, _Files)
    sys.meta_path.insert(len(sys.meta_path) - 1, _Folders)


def _is_module(file):
    """Whether the first part of a path is the name of a module or a package."""
    folder = file.partition("/")[0]
    return folder == file or f"{folder}/__init__.py" in _files
