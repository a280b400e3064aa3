"""The parts of aiohttp that are not available here, and what to use instead."""

_BROWSER = "the browser manages connections. Limit requests with asyncio.Semaphore"
_COOKIES = "the browser keeps cookies to itself"
_SOCKETS = "only requests are available. Poll with asyncio.sleep in between"
_BODY = "use data={…} for a form, or json=… for JSON"
_SESSION = "use `async with aiohttp.ClientSession() as session`, and session.get"

_REASONS = {
    **dict.fromkeys(("TCPConnector", "UnixConnector", "BaseConnector", "AsyncResolver", "connector"), _BROWSER),
    **dict.fromkeys(("CookieJar", "DummyCookieJar", "cookie_jar", "cookies"), _COOKIES),
    **dict.fromkeys(("ws_connect", "WSMsgType", "ClientWebSocketResponse"), _SOCKETS),
    **dict.fromkeys(("FormData", "MultipartWriter", "StreamReader"), _BODY),
    "request": _SESSION,
    "BasicAuth": "use headers={'Authorization': …}",
    "auth": "use headers={'Authorization': …}",
    "TraceConfig": "the timeline shows each request",
    "trace_configs": "the timeline shows each request",
    "ssl": "the browser handles certificates",
    "proxy": "the browser handles proxies",
    "allow_redirects": "the browser follows redirects. response.url is the final URL",
    "max_redirects": "the browser follows redirects. response.url is the final URL",
    "history": "the browser follows redirects. response.url is the final URL",
    "links": "use response.headers['Link']",
    "skip_auto_headers": "the browser adds its own headers",
    "content_disposition": "use response.headers['Content-Disposition']",
    "read_bufsize": "the browser decides how far it reads ahead",
}

# The functions and classes of the module.
_CALLABLES = ("TCPConnector", "UnixConnector", "CookieJar", "DummyCookieJar", "FormData", "MultipartWriter",
           "request", "BasicAuth", "TraceConfig")


def message(name, owner="aiohttp"):
    """The error message for `owner.name`."""
    reason = _REASONS.get(name)
    if reason is None:
        return f"{owner} has no attribute '{name}' here"
    return f"{owner}.{name} is not available: {reason}"


def check_options(owner, options):
    """Raises an error for the first unavailable option."""
    for name in options:
        if name not in _REASONS:
            raise TypeError(f"{owner} got an unexpected keyword argument '{name}'")
        raise NotImplementedError(f"{owner}'s {name}= is not available: {_REASONS[name]}")


def add_placeholders(names):
    """Adds functions to a module that raise an error, in place of the unavailable functions and classes."""
    for name in _CALLABLES:
        names[name] = _placeholder(name)


def _placeholder(name):
    def placeholder(*args, **kwargs):
        raise NotImplementedError(message(name))

    placeholder.__name__ = placeholder.__qualname__ = name
    return placeholder
