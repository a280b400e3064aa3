"""A stub that raises an error."""

raise ImportError(
    "aiofiles.os is not available: there is only aiofiles.open. Mode 'x' fails if the file exists, 'r' if it does not",
    name="aiofiles.os")
