"""A stand-in: says what there is."""

raise ImportError(
    "aiofiles.tempfile is not there: here is only aiofiles.open, which makes files of any name",
    name="aiofiles.tempfile")
