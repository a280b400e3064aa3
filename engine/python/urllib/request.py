"""Descriptions of requests. What would send them says what to use instead."""


def urlopen(url, *args, **kwargs):
    raise NotImplementedError(
        "urllib.request.urlopen is not available: it would block the loop. Use aiohttp, "
        "`async with session.get(url) as response`")


urlretrieve = urlopen


class Request:
    """A description of a request."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.full_url, self.data, self.unverifiable = url, data, unverifiable
        self.headers = {name.capitalize(): value for name, value in headers.items()}
        self.method = method

    def get_method(self):
        return self.method or ("GET" if self.data is None else "POST")

    def get_full_url(self):
        return self.full_url

    def add_header(self, key, value):
        self.headers[key.capitalize()] = value

    add_unredirected_header = add_header

    def has_header(self, name):
        return name in self.headers

    def get_header(self, name, default=None):
        return self.headers.get(name, default)

    def header_items(self):
        return list(self.headers.items())


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
