"""A stub: a browser can't serve."""

raise ImportError(
    "aiohttp.web is not available: a browser can't serve. Use aiohttp.ClientSession for requests", name="aiohttp.web")
