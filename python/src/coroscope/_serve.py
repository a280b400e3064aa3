"""The server of `--open`, which gives browsers on this machine the page and the recording."""

from __future__ import annotations

import hmac
import secrets
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import IO, Any

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Growing:
    """A file that several threads read while one writes it."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()
        self._size = 0
        self._is_over = False
        self._changed = threading.Condition()
        # The number of readers, and of those that have read everything.
        self._readers = self._satisfied = 0

    def add(self, text: str) -> None:
        """Appends a text."""
        data = text.encode("utf-8", "replace")
        with self._changed:
            self._file.seek(self._size)
            self._file.write(data)
            self._file.flush()
            self._size += len(data)
            self._changed.notify_all()

    def end(self) -> None:
        """Nothing more will be added."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def read(self, at: int) -> bytes:
        """What follows this position, as soon as there is something; empty at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._size > at or self._is_over)
            self._file.seek(at)
            return self._file.read(1 << 20)

    def __enter__(self) -> None:
        with self._changed:
            self._readers += 1

    def __exit__(self, kind: type[BaseException] | None, *_: Any) -> None:
        with self._changed:
            self._readers -= 1
            self._satisfied += kind is None
            self._changed.notify_all()

    def wait_until_read(self, seconds: float) -> bool:
        """Waits until somebody has read everything and nobody still reads, but not longer than this."""
        with self._changed:
            return self._changed.wait_for(lambda: self._satisfied > 0 and self._readers == 0, seconds)


class Server(ThreadingHTTPServer):
    """Serves a page and its recording to those who know the token."""

    daemon_threads = True

    def __init__(self, page: str, recording: Growing) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.token = secrets.token_urlsafe(24)
        self.page, self.recording = page.encode(), recording
        port = self.server_address[1]
        # A page of another site can have its own name lead to this machine. The browser tells that name.
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.address = f"http://127.0.0.1:{port}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "coroscope"
    server: Server

    def do_GET(self) -> None:
        """Answers a request."""
        refusal = self._refusal()
        if refusal is not None:
            self._answer(403, "text/plain; charset=utf-8", f"{refusal}\n".encode())
        elif self.path == f"/{self.server.token}/":
            self._answer(200, "text/html; charset=utf-8", self.server.page)
        elif self.path == f"/{self.server.token}/recording":
            self._send_recording()
        else:
            self._answer(404, "text/plain; charset=utf-8", b"There is nothing at this address.\n")

    def _refusal(self) -> str | None:
        """Why a request is not answered."""
        if self.headers.get("Host") not in self.server.hosts:
            return "This server answers only requests to 127.0.0.1."
        origin = self.headers.get("Origin")
        if origin is not None and origin.removeprefix("http://") not in self.server.hosts:
            return "This server answers only its own page."
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            return "This server answers only its own page."
        given = self.path.split("/")[1] if "/" in self.path else ""
        if not hmac.compare_digest(given.encode(), self.server.token.encode()):
            return "The address lacks its token: use the whole address that `python -m coroscope --open` has printed."
        return None

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self._begin(status, kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _begin(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in _HEADERS.items():
            self.send_header(name, value)

    def _send_recording(self) -> None:
        """Sends the recording as it grows, to its end."""
        with self.server.recording:
            self._begin(200, "application/jsonl")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            at = 0
            while piece := self.server.recording.read(at):
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                at += len(piece)
            self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *_: Any) -> None:
        """Prints nothing: the output belongs to the program."""
