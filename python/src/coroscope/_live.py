"""Following a program in a browser while it runs: starts the server and sends it the recording."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from ._feed import Feed, send
from ._session import Session

# The server must find this package, and must not import the files of the current folder.
_COMMAND = "import sys; sys.path.pop(0); sys.path.append(sys.argv[1]); from coroscope._serve import main; main()"


class NoServer(Exception):
    """The server did not start."""


class Live:
    """A page that follows a session."""

    def __init__(self, session: Session, *, open_browser: bool = True) -> None:
        self._session = session
        package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        try:
            server = subprocess.Popen(
                [sys.executable, "-c", _COMMAND, package],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                # An interrupt from the terminal is for the program.
                start_new_session=True,
            )
        except OSError as error:
            raise NoServer(f"the server for the page did not start: {error}") from error
        assert server.stdin is not None and server.stdout is not None
        start = {"meta": session.meta(), "sources": session.sources, "open": open_browser}
        try:
            send(server.stdin, start)
            answer = json.loads(server.stdout.readline() or '{"error": "it ended at once"}')
        except (OSError, ValueError) as error:
            answer = {"error": str(error)}
        server.stdout.close()
        if "address" not in answer:
            server.stdin.close()
            raise NoServer(f"the server for the page did not start: {answer['error']}")
        # The server itself is no child of this process; this only started it.
        if os.name == "posix":
            server.wait()
        self.address: str = answer["address"]
        self._feed = Feed(session.recorder, server.stdin)

    def start(self) -> None:
        """Begins to send the recording."""
        self._feed.start()

    def finish(self) -> None:
        """Sends its end."""
        self._feed.finish()
