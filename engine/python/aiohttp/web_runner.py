"""Serving an application at an address of the run."""

import _coroscope
import asyncio
import logging
from . import _http, web_exceptions
from .web_request import Request
from .web_response import Response

_logger = logging.getLogger("aiohttp.server")
_sites = "a script serves HTTP over TCP only. Use web.TCPSite"


class GracefulExit(SystemExit):
    """Ends run_app."""

    code = 1


class AppRunner:
    """Starts and ends an application, and serves it at its sites."""

    def __init__(self, app, *, handle_signals=False, access_log=None, shutdown_timeout=60.0, **options):
        self._app, self._sites, self._is_set_up = app, [], False
        self._connections = set()

    app = property(lambda self: self._app)
    sites = property(lambda self: set(self._sites))
    addresses = property(lambda self: [
        sock.getsockname() for site in self._sites if site._server for sock in site._server.sockets])

    async def setup(self):
        if not self._is_set_up:
            self._is_set_up = True
            await self._app.startup()

    async def cleanup(self):
        for site in list(self._sites):
            await site.stop()
        await self._app.shutdown()
        for writer in list(self._connections):
            writer.close()
        await self._app.cleanup()
        self._is_set_up = False

    async def _serve(self, reader, writer):
        """Answers the requests of a connection, one after the other."""
        self._connections.add(writer)
        try:
            while await self._answer_next(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The client has gone.
        finally:
            self._connections.discard(writer)
            writer.close()

    async def _answer_next(self, reader, writer):
        """Answers a request. Returns whether another one may follow."""
        try:
            found = await _http.read_head(reader)
            if found is None:
                return False
            (method, target, *version), headers = found
            length = headers.get("Content-Length", "0")
            if length.isdigit() and int(length) > self._app._size:
                request = Request(method, target, "HTTP/1.1", headers, b"", None, self._app)
                request._writer, request._keeps_alive = writer, False
                await web_exceptions.HTTPRequestEntityTooLarge()._finish(request)
                return False
            body = await _http.read_body(reader, headers)
        except (_http.BadMessage, ValueError) as error:
            writer.write(_http.head("HTTP/1.0 400 Bad Request", [("Content-Length", 0), ("Connection", "close")]))
            await writer.drain()
            return False
        version = (version or ["HTTP/1.0"])[0]
        request = Request(method, target, version, headers, body, writer.get_extra_info("peername"), self._app)
        request._writer, request._keeps_alive = writer, _http.keeps_alive(version, headers)
        try:
            response = await self._app._handle(request)
        except web_exceptions.HTTPException as raised:
            response = raised
        except Exception:
            _logger.error("Error handling request from %s", request.remote, exc_info=True)
            response = Response(
                status=500, text="500 Internal Server Error\n\nServer got itself in trouble")
            request._keeps_alive = False
        await response._finish(request)
        return request._keeps_alive


class TCPSite:
    """An address at which a runner's application is served."""

    def __init__(self, runner, host=None, port=None, *, backlog=128, reuse_address=None, reuse_port=None,
                 ssl_context=None, **options):
        if ssl_context is not None:
            raise NotImplementedError("TLS is not available: connections stay inside of the page. Leave out ssl_context=")
        self._runner, self._host, self._port = runner, host, 8080 if port is None else port
        self._backlog, self._server = backlog, None

    @property
    def name(self):
        return f"http://{self._host or '0.0.0.0'}:{self._port}"

    async def start(self):
        if not self._runner._is_set_up:
            raise RuntimeError("Call runner.setup() before making a site")
        if self._server is not None:
            raise RuntimeError(f"Site {self!r} is already registered in runner {self._runner!r}")
        self._server = await asyncio.start_server(
            self._runner._serve, self._host or "0.0.0.0", self._port, backlog=self._backlog)
        self._runner._sites.append(self)

    async def stop(self):
        if self._server is None or self not in self._runner._sites:
            raise RuntimeError(f"Site {self!r} is not registered in runner {self._runner!r}")
        self._runner._sites.remove(self)
        self._server.close()


class UnixSite:
    """An address of another kind, which fails when it is made."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError(f"web.{type(self).__name__} is not available: {_sites}")


class SockSite(UnixSite):
    """A socket that the script has made, which fails when it is used."""


async def _run_app(app, *, host=None, port=None, print=print, access_log=None, handle_signals=True,
                   shutdown_timeout=60.0, **options):
    if asyncio.iscoroutine(app):
        app = await app
    runner = AppRunner(app)
    await runner.setup()
    try:
        hosts = [host] if host is None or isinstance(host, str) else host
        sites = [TCPSite(runner, it, port, **options) for it in hosts]
        for site in sites:
            await site.start()
        if print:
            names = ", ".join(site.name for site in sites)
            print(f"======== Running on {names} ========\n(Press CTRL+C to quit)")
        await sites[0]._server.serve_forever()
    finally:
        await runner.cleanup()


def _main_task(loop, app, options):
    _coroscope.skip_task_name()
    return loop.create_task(_run_app(app, **options), name="web.run_app")


def run_app(app, *, debug=None, loop=None, **options):
    """Serves an application until the run ends."""
    loop = asyncio.new_event_loop() if loop is None else loop
    main = _main_task(loop, app, options)
    try:
        loop.run_until_complete(main)
    except (GracefulExit, asyncio.CancelledError):
        pass
    finally:
        loop.run_until_complete(_cancel_all(main))
        loop.close()


async def _run_app_awaited(app, *, debug=None, loop=None, **options):
    """`run_app` for top-level code, which can await the loop."""
    loop = asyncio.new_event_loop() if loop is None else loop
    main = _main_task(loop, app, options)
    try:
        await loop._run_until_complete(main)
    except (GracefulExit, asyncio.CancelledError):
        pass
    finally:
        await loop._run_until_complete(_cancel_all(main))
        loop.close()


async def _cancel_all(main):
    """Cancels the application's task, so that it cleans up, and then the others."""
    main.cancel()
    await asyncio.gather(main, return_exceptions=True)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


run_app._when_awaited = _run_app_awaited
