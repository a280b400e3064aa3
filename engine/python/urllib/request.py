"""A stub that says what to use instead."""


def urlopen(url, *args, **kwargs):
    raise NotImplementedError(
        "urllib.request.urlopen is not available: it would block the loop. Use aiohttp, "
        "`async with session.get(url) as response`")


Request = urlretrieve = urlopen
