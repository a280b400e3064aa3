"""A stand-in: a browser can't serve."""

raise ImportError(
    "aiohttp.web is not there: a browser can't serve: use aiohttp.ClientSession for requests", name="aiohttp.web")
