"""An application: its routes, middlewares, values, and what runs when it starts and ends."""

import inspect
from . import web_routes
from .web_exceptions import HTTPException
from .web_response import StreamResponse


class AppKey:
    """A key for a value of an application."""

    def __init__(self, name, t=object):
        self._name, self._t = name, t

    def __class_getitem__(cls, item):
        return cls

    def __repr__(self):
        return f"<AppKey({self._name}, type={self._t.__name__})>"


def middleware(function):
    """Marks a middleware, as aiohttp's current versions do not need any more."""
    return function


class View:
    """A handler with a method for each method of HTTP."""

    def __init__(self, request):
        self.request = request

    def __await__(self):
        method = getattr(self, self.request.method.lower(), None)
        if method is None:
            from .web_exceptions import HTTPMethodNotAllowed
            allowed = [it for it in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD") if hasattr(self, it.lower())]
            raise HTTPMethodNotAllowed(self.request.method, allowed)
        return method().__await__()


class Application:
    """An application, which runners serve. It is a mapping in which a script keeps values."""

    def __init__(self, *, middlewares=(), client_max_size=1024 ** 2, logger=None, debug=None, **options):
        if options:
            raise NotImplementedError(f"web.Application's {next(iter(options))}= is not available here")
        self.router = web_routes.Router()
        self.middlewares = list(middlewares)
        self.on_startup, self.on_shutdown, self.on_cleanup, self.cleanup_ctx = [], [], [], []
        self.on_response_prepare = []
        self._values, self._contexts, self._size = {}, [], client_max_size

    def add_routes(self, routes):
        self.router.add_routes(routes)

    def add_subapp(self, prefix, app):
        raise NotImplementedError("app.add_subapp is not available here: add the routes with their whole paths")

    def __getitem__(self, key):
        return self._values[key]

    def __setitem__(self, key, value):
        self._values[key] = value

    def __delitem__(self, key):
        del self._values[key]

    def __contains__(self, key):
        return key in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def get(self, key, default=None):
        return self._values.get(key, default)

    def __bool__(self):
        return True

    def __eq__(self, other):
        return self is other

    __hash__ = object.__hash__

    async def startup(self):
        for make in self.cleanup_ctx:
            context = make(self)
            await anext(context)
            self._contexts.append(context)
        for function in self.on_startup:
            await function(self)

    async def shutdown(self):
        for function in self.on_shutdown:
            await function(self)

    async def cleanup(self):
        for function in self.on_cleanup:
            await function(self)
        contexts, self._contexts = self._contexts, []
        for context in reversed(contexts):
            await anext(context, None)

    async def _handle(self, request):
        """The response to a request."""
        try:
            handler, request.match_info = self.router.find(request.method, request.raw_path)
        except HTTPException as response:
            handler = _raising(response)
        for wrap in reversed(self.middlewares):
            handler = _wrapped(wrap, handler)
        response = handler(request)
        if inspect.isawaitable(response):
            response = await response
        if not isinstance(response, StreamResponse):
            raise TypeError("Handler should return response instance, "
                            f"got {type(response)!r}" if response is not None else "Missing return statement on request handler")
        for function in self.on_response_prepare:
            await function(request, response)
        return response


def _raising(response):
    async def handler(request):
        raise response

    return handler


def _wrapped(wrap, handler):
    async def wrapped(request):
        return await wrap(request, handler)

    return wrapped
