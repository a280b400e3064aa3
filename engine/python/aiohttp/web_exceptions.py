"""Responses that a handler raises."""

from . import _http
from .web_response import Response

_NAMES = {
    200: "Ok", 201: "Created", 202: "Accepted", 204: "NoContent", 300: "MultipleChoices", 301: "MovedPermanently",
    302: "Found", 303: "SeeOther", 304: "NotModified", 307: "TemporaryRedirect", 308: "PermanentRedirect",
    400: "BadRequest", 401: "Unauthorized", 402: "PaymentRequired", 403: "Forbidden", 404: "NotFound",
    405: "MethodNotAllowed", 406: "NotAcceptable", 408: "RequestTimeout", 409: "Conflict", 410: "Gone",
    411: "LengthRequired", 412: "PreconditionFailed", 413: "RequestEntityTooLarge", 415: "UnsupportedMediaType",
    422: "UnprocessableEntity", 429: "TooManyRequests", 500: "InternalServerError", 501: "NotImplemented",
    502: "BadGateway", 503: "ServiceUnavailable", 504: "GatewayTimeout",
}


class HTTPException(Response, Exception):
    """A response that can be raised."""

    status_code = -1

    def __init__(self, *, headers=None, reason=None, text=None, content_type=None):
        reason = reason or _http.REASONS.get(self.status_code, "")
        if text is None and self.status_code not in (204, 304):
            text = f"{self.status_code}: {reason}"
        Response.__init__(
            self, status=self.status_code, headers=headers, reason=reason, text=text, content_type=content_type)
        Exception.__init__(self, reason)

    def __bool__(self):
        return True

    def __str__(self):
        return self.reason


class HTTPError(HTTPException):
    """A response with a status from 400."""


class HTTPRedirection(HTTPException):
    """A response with a status from 300."""


class HTTPSuccessful(HTTPException):
    """A response with a status from 200."""


class HTTPClientError(HTTPError):
    """A mistake of the client."""


class HTTPServerError(HTTPError):
    """A failure of the server."""


class HTTPMove(HTTPRedirection):
    """The resource is elsewhere."""

    def __init__(self, location, **options):
        if not location:
            raise ValueError("HTTP redirects need a location to redirect to.")
        super().__init__(**options)
        self.headers["Location"] = str(location)
        self.location = location


class HTTPMethodNotAllowed(HTTPClientError):
    """The resource has no handler for the method."""

    status_code = 405

    def __init__(self, method, allowed_methods, **options):
        super().__init__(**options)
        self.method, self.allowed_methods = method, set(allowed_methods)
        self.headers["Allow"] = ",".join(sorted(allowed_methods))


def _base(status):
    if status in (301, 302, 303, 307, 308):
        return HTTPMove
    return {2: HTTPSuccessful, 3: HTTPRedirection, 4: HTTPClientError, 5: HTTPServerError}[status // 100]


for _status, _name in _NAMES.items():
    if f"HTTP{_name}" not in globals():
        globals()[f"HTTP{_name}"] = type(
            f"HTTP{_name}", (_base(_status),), {"status_code": _status, "__module__": __name__,
                                                "__doc__": _http.REASONS.get(_status)})

__all__ = ("HTTPException", "HTTPError", "HTTPRedirection", "HTTPSuccessful", "HTTPClientError", "HTTPServerError",
           "HTTPMove", *(f"HTTP{_name}" for _name in _NAMES.values()))
