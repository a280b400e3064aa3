"""The routes of an application: which handler answers which request."""

import re
from urllib.parse import quote, unquote
from . import web_exceptions

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_PART = re.compile(r"\{([a-zA-Z_][a-zA-Z0-9_]*)(?::((?:[^{}]|\{[^{}]*\})+))?\}")


class RouteDef:
    """A route that is not in an application yet."""

    def __init__(self, method, path, handler, options):
        self.method, self.path, self.handler, self.kwargs = method, path, handler, options

    def __repr__(self):
        return f"<RouteDef {self.method} {self.path} -> {self.handler.__name__!r}>"


def route(method, path, handler, **options):
    return RouteDef(method, path, handler, options)


def _of_method(method):
    def define(path, handler, **options):
        return RouteDef(method, path, handler, options)

    define.__name__ = define.__qualname__ = method.lower()
    return define


get, post, put, patch, delete, head, options = map(_of_method, _METHODS)


def view(path, handler, **options):
    return RouteDef("*", path, handler, options)


def static(prefix, path, **options):
    raise NotImplementedError("web.static is not available: a script has no folders. Answer with web.Response(text=…)")


class RouteTableDef(list):
    """Routes that decorators collect."""

    def route(self, method, path, **options):
        def add(handler):
            self.append(RouteDef(method, path, handler, options))
            return handler

        return add

    def view(self, path, **options):
        return self.route("*", path, **options)

    def static(self, prefix, path, **options):
        static(prefix, path)


for _method in _METHODS:
    def _decorator(self, path, _method=_method, **options):
        return self.route(_method, path, **options)

    setattr(RouteTableDef, _method.lower(), _decorator)


class _Resource:
    """A path, possibly with variable parts, and its handlers by method."""

    def __init__(self, path, name):
        if path and not path.startswith("/"):
            raise ValueError("path should be started with / or be empty")
        self.path, self.name, self.handlers = path, name, {}
        pattern, at = "", 0
        for part in _PART.finditer(path):
            pattern += re.escape(path[at:part.start()]) + f"(?P<{part[1]}>{part[2] or '[^{}/]+'})"
            at = part.end()
        if "{" in path[at:] or "}" in path[at:]:
            raise ValueError(f"Invalid path '{path}'['{path[at:]}']")
        self._pattern = re.compile(pattern + re.escape(path[at:]))

    def match(self, raw_path):
        found = self._pattern.fullmatch(raw_path) or self._pattern.fullmatch(unquote(raw_path))
        return None if found is None else {name: unquote(value) for name, value in found.groupdict().items()}

    def url_for(self, **parts):
        return _PART.sub(lambda part: quote(str(parts[part[1]]), safe=""), self.path)


class Router:
    """The routes of an application."""

    def __init__(self):
        self._resources = []

    def add_route(self, method, path, handler, *, name=None, expect_handler=None):
        method = method.upper()
        known = self._resources[-1] if self._resources and self._resources[-1].path == path else None
        resource = known if known is not None and name in (None, known.name) else _Resource(path, name)
        if method in resource.handlers or "*" in resource.handlers:
            raise RuntimeError(f"Added route will never be executed, method {method} is already registered")
        resource.handlers[method] = handler
        if resource is not known:
            self._resources.append(resource)
        return resource

    def add_routes(self, routes):
        for it in routes:
            if it.method == "GET" and it.kwargs.get("allow_head", True):
                self.add_get(it.path, it.handler, **it.kwargs)
            else:
                self.add_route(it.method, it.path, it.handler, name=it.kwargs.get("name"))

    def add_get(self, path, handler, *, name=None, allow_head=True, **options):
        resource = self.add_route("GET", path, handler, name=name)
        if allow_head:
            resource.handlers["HEAD"] = handler
        return resource

    def add_view(self, path, handler, **options):
        return self.add_route("*", path, handler, **options)

    def add_static(self, prefix, path, **options):
        static(prefix, path)

    def named_resources(self):
        return {it.name: it for it in self._resources if it.name}

    def __getitem__(self, name):
        return self.named_resources()[name]

    def find(self, method, path):
        """The handler and the variable parts of a path.

        Raises the response for a path without a handler."""
        allowed = set()
        for resource in self._resources:
            parts = resource.match(path)
            if parts is None:
                continue
            handler = resource.handlers.get(method) or resource.handlers.get("*")
            if handler is not None:
                return handler, parts
            allowed |= set(resource.handlers)
        if allowed:
            raise web_exceptions.HTTPMethodNotAllowed(method, allowed)
        raise web_exceptions.HTTPNotFound()


for _method in _METHODS[1:]:
    def _adder(self, path, handler, _method=_method, **options):
        return self.add_route(_method, path, handler, **options)

    setattr(Router, f"add_{_method.lower()}", _adder)
