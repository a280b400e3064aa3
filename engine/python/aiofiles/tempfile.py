"""A stub that raises an error."""

raise ImportError(
    "aiofiles.tempfile is not available: there is only aiofiles.open, which creates files of any name",
    name="aiofiles.tempfile")
