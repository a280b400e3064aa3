"""A stand-in: says what to use instead."""


def urlopen(url, *args, **kwargs):
    raise NotImplementedError(
        "urllib.request.urlopen is not there: it waits without giving up its turn: use aiohttp, "
        "`async with session.get(url) as response`")


Request = urlretrieve = urlopen
