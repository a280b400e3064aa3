"""HTTP/1.1 over streams, for servers of the script and the requests that reach them."""

from .headers import Headers

MOST_HEAD = 64 * 1024
MOST_BODY = 64 * 1024 * 1024

REASONS = {
    100: "Continue", 101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted",
    203: "Non-Authoritative Information", 204: "No Content", 205: "Reset Content", 206: "Partial Content",
    300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
    307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized",
    402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
    413: "Request Entity Too Large", 415: "Unsupported Media Type", 418: "I'm a Teapot", 422: "Unprocessable Entity",
    429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout",
}


class BadMessage(Exception):
    """What arrived is not HTTP/1.1."""


async def read_head(reader):
    """The parts of the first line, and the header fields. `None` if the other end has closed the connection before."""
    line = await reader.readline()
    if not line:
        return None
    first = line.decode("latin-1").rstrip("\r\n").split(" ", 2)
    if len(first) < 2 or not line.endswith(b"\n"):
        raise BadMessage("the first line is not that of HTTP")
    pairs, size = [], len(line)
    while (line := await reader.readline()) not in (b"\r\n", b"\n"):
        size += len(line)
        name, colon, value = line.decode("utf-8", "surrogateescape").partition(":")
        if not colon or size > MOST_HEAD:
            raise BadMessage("a header field is wrong or too long")
        pairs.append((name.strip(), value.strip()))
    return first, Headers(pairs)


async def read_body(reader, headers, until_end=False):
    """The body of a message. Without a length it is empty, or all that follows if `until_end`."""
    if headers.get("Transfer-Encoding", "").lower() == "chunked":
        parts = []
        while chunk := await _read_chunk(reader):
            parts.append(chunk)
        return b"".join(parts)
    length = headers.get("Content-Length")
    if length is not None:
        if not length.isdigit() or int(length) > MOST_BODY:
            raise BadMessage("the length of the body is wrong or too large")
        return await reader.readexactly(int(length))
    return await reader.read() if until_end else b""


async def _read_chunk(reader):
    size = (await reader.readline()).split(b";")[0].strip()
    try:
        size = int(size, 16)
    except ValueError:
        raise BadMessage("the length of a chunk is wrong") from None
    if size > MOST_BODY:
        raise BadMessage("a chunk is too long")
    chunk = await reader.readexactly(size)
    await reader.readline()
    return chunk


def head(first, headers):
    """The bytes of a message before its body."""
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n"


def keeps_alive(version, headers):
    """Whether another message may follow on the connection."""
    connection = headers.get("Connection", "").lower()
    return connection != "close" and (version == "HTTP/1.1" or connection == "keep-alive")


def parameters(content_type):
    """The content type without its parameters, and its charset."""
    kind, _, rest = content_type.partition(";")
    charset = None
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return kind.strip().lower(), charset
