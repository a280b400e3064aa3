"""aiohttp's server, over the network of the run: a script's applications are reached from the same script only."""

from .web_app import Application, AppKey, View, middleware
from .web_exceptions import *
from .web_exceptions import __all__ as _exceptions
from .web_request import BaseRequest, Request
from .web_response import Response, StreamResponse, json_response
from .web_routes import RouteDef, RouteTableDef, delete, get, head, options, patch, post, put, route, static, view
from .web_runner import AppRunner, GracefulExit, SockSite, TCPSite, UnixSite, run_app

__all__ = (
    "Application", "AppKey", "AppRunner", "BaseRequest", "GracefulExit", "Request", "Response", "RouteDef", "RouteTableDef", "SockSite",
    "StreamResponse", "TCPSite", "UnixSite", "View", "delete", "get", "head", "json_response", "middleware", "options",
    "patch", "post", "put", "route", "run_app", "static", "view", *_exceptions)

_REASONS = {
    **dict.fromkeys(("WebSocketResponse", "WSMsgType"), "only requests are answered. Use asyncio's streams for other protocols"),
    **dict.fromkeys(("FileResponse", "StaticDef"), "a script has no folders. Answer with web.Response(text=…)"),
    **dict.fromkeys(("Server", "ServerRunner", "BaseSite"), "use web.Application with web.AppRunner"),
}


def __getattr__(name):
    reason = _REASONS.get(name)
    if reason is None:
        raise AttributeError(f"module 'aiohttp.web' has no attribute '{name}' here")
    raise AttributeError(f"web.{name} is not available: {reason}")
