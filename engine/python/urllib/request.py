"""A stub that says what to use instead."""


def urlopen(url, *args, **kwargs):
    raise NotImplementedError(
        "urllib.request.urlopen is not available: it would block the loop. Use aiohttp, "
        "`async with session.get(url) as response`")


Request = urlretrieve = urlopen


def getproxies():
    """The proxies that programs should use: none, since the browser makes the connections."""
    return {}


def parse_http_list(text):
    """The parts of a header with a list, such as `a, "b, c"`."""
    parts, part, is_quoted, is_escaped = [], "", False, False
    for letter in text:
        if letter == "," and not is_quoted:
            parts.append(part)
            part = ""
            continue
        if letter == '"' and not is_escaped:
            is_quoted = not is_quoted
        is_escaped = is_quoted and letter == "\\" and not is_escaped
        part += letter
    parts.append(part)
    return [part.strip() for part in parts if part.strip()]
