"""What requests fail with."""

__all__ = (
    "ClientError", "ClientResponseError", "ContentTypeError", "ClientConnectionError", "ClientOSError",
    "ClientConnectorError", "ServerConnectionError", "ServerDisconnectedError", "ServerTimeoutError",
    "ClientPayloadError", "InvalidURL",
)


class ClientError(Exception):
    """Any failure of a request."""


class ClientResponseError(ClientError):
    """The response tells of a failure."""

    def __init__(self, request_info, history, *, status=None, message="", headers=None):
        super().__init__(request_info, history)
        self.request_info = request_info
        self.history = history
        self.status = status or 0
        self.message = message
        self.headers = headers

    def __str__(self):
        return f"{self.status}, message={self.message!r}, url={str(self.request_info.real_url)!r}"

    def __repr__(self):
        return f"{type(self).__name__}({self})"


class ContentTypeError(ClientResponseError):
    """The response is of another type than the one that was expected."""


class ClientConnectionError(ClientError):
    """There is no response."""


class ClientOSError(ClientConnectionError, OSError):
    """The network refused."""


class ClientConnectorError(ClientOSError):
    """There is no way to the server."""


class ServerConnectionError(ClientConnectionError):
    """The server failed."""


class ServerDisconnectedError(ServerConnectionError):
    """The server hung up."""


class ServerTimeoutError(ServerConnectionError, TimeoutError):
    """The server took too long."""


class ClientPayloadError(ClientError):
    """The body came incomplete."""


class InvalidURL(ClientError, ValueError):
    """No URL."""
