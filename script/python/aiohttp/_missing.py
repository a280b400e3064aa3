"""What of aiohttp is not there, and what to use instead."""

_BROWSER = "the browser keeps the connections: limit requests with asyncio.Semaphore"
_COOKIES = "the browser keeps cookies to itself"
_SOCKETS = "here are requests only: ask again after an asyncio.sleep"
_BODY = "use data={…} for a form, or json=… for JSON"
_SESSION = "use `async with aiohttp.ClientSession() as session`, and session.get"

_INSTEAD = {
    **dict.fromkeys(("TCPConnector", "UnixConnector", "BaseConnector", "AsyncResolver", "connector"), _BROWSER),
    **dict.fromkeys(("CookieJar", "DummyCookieJar", "cookie_jar", "cookies"), _COOKIES),
    **dict.fromkeys(("ws_connect", "WSMsgType", "ClientWebSocketResponse"), _SOCKETS),
    **dict.fromkeys(("FormData", "MultipartWriter", "StreamReader"), _BODY),
    "request": _SESSION,
    "BasicAuth": "use headers={'Authorization': …}",
    "auth": "use headers={'Authorization': …}",
    "TraceConfig": "the timeline shows each request",
    "trace_configs": "the timeline shows each request",
    "ssl": "the browser sees to certificates",
    "proxy": "the browser sees to proxies",
    "allow_redirects": "the browser follows redirects: response.url tells where to",
    "max_redirects": "the browser follows redirects: response.url tells where to",
    "history": "the browser follows redirects: response.url tells where to",
    "links": "use response.headers['Link']",
    "skip_auto_headers": "the browser adds its own headers",
    "content_disposition": "use response.headers['Content-Disposition']",
    "read_bufsize": "the browser reads ahead as it likes",
}

# Names of the module that are called, or are classes.
_CALLED = ("TCPConnector", "UnixConnector", "CookieJar", "DummyCookieJar", "FormData", "MultipartWriter",
           "request", "BasicAuth", "TraceConfig")


def told(name, owner="aiohttp"):
    """Why `owner.name` is not there."""
    instead = _INSTEAD.get(name)
    if instead is None:
        return f"{owner} has no attribute '{name}' here"
    return f"{owner}.{name} is not there: {instead}"


def refuse(owner, options):
    """Raises for the first of the options that somebody has set."""
    for name in options:
        if name not in _INSTEAD:
            raise TypeError(f"{owner} got an unexpected keyword argument '{name}'")
        raise NotImplementedError(f"{owner}'s {name}= is not there: {_INSTEAD[name]}")


def refuse_all(names):
    """Puts the names that are called into a module, each of which says what to use instead."""
    for name in _CALLED:
        names[name] = _refusing(name)


def _refusing(name):
    def refused(*args, **kwargs):
        raise NotImplementedError(told(name))

    refused.__name__ = refused.__qualname__ = name
    return refused
