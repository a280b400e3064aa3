"""A stand-in: says what there is."""

raise ImportError(
    "aiofiles.os is not there: here is only aiofiles.open; mode 'x' fails where the file is there, 'r' where it is not",
    name="aiofiles.os")
