"""The exceptions of requests."""

__all__ = (
    "ClientError", "ClientResponseError", "ContentTypeError", "ClientConnectionError", "ClientOSError",
    "ClientConnectorError", "ServerConnectionError", "ServerDisconnectedError", "ServerTimeoutError",
    "ClientPayloadError", "InvalidURL",
)


class ClientError(Exception):
    """The base class of all errors."""


class ClientResponseError(ClientError):
    """The response has an error status."""

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
    """The response has an unexpected content type."""


class ClientConnectionError(ClientError):
    """There was no response."""


class ClientOSError(ClientConnectionError, OSError):
    """The network failed."""


class ClientConnectorError(ClientOSError):
    """The server could not be reached."""


class ServerConnectionError(ClientConnectionError):
    """The server failed."""


class ServerDisconnectedError(ServerConnectionError):
    """The server closed the connection."""


class ServerTimeoutError(ServerConnectionError, TimeoutError):
    """The server took too long."""


class ClientPayloadError(ClientError):
    """The body is incomplete."""


class InvalidURL(ClientError, ValueError):
    """The URL is invalid."""
