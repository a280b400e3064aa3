"""aiofiles.open on the browser's file system: files in one folder, which persist when the page is closed."""

from .files import open

__all__ = ("open",)


def __getattr__(name):
    raise AttributeError(f"aiofiles.{name} is not available: there is only aiofiles.open")
