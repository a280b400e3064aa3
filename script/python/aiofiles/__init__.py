"""aiofiles.open, on the browser's own file system: files that stay when the page is closed, in one folder."""

from .files import open

__all__ = ("open",)


def __getattr__(name):
    raise AttributeError(f"aiofiles.{name} is not there: here is only aiofiles.open")
