"""Following a program while it runs, in a browser or by a file that grows: starts the process for that and sends it the
recording."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import IO

from ._feed import Feed, send
from ._session import Session

# The process must find this package, and must not import the files of the current folder.
_COMMAND = "import sys; sys.path.pop(0); sys.path.append(sys.argv[1]); from coroscope._follow import main; main()"
# How long the end of the program waits until the file is complete, in seconds.
_PATIENCE = 10.0


class NotFollowed(Exception):
    """The process did not start."""


class Live:
    """What follows a session: a page if `serve`, and a recording in parts if there is the path of a `file`."""

    def __init__(
        self, session: Session, *, serve: bool = True, open_browser: bool = True, file: str | None = None
    ) -> None:
        package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        try:
            follower = subprocess.Popen(
                [sys.executable, "-c", _COMMAND, package],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                # An interrupt from the terminal is for the program.
                start_new_session=True,
            )
        except OSError as error:
            raise NotFollowed(f"the recording can't be followed: {error}") from error
        assert follower.stdin is not None and follower.stdout is not None
        start = {
            "meta": session.meta(), "sources": session.sources, "serve": serve, "open": open_browser,
            "file": None if file is None else os.path.abspath(file),
        }  # fmt: skip
        try:
            send(follower.stdin, start)
            answer = json.loads(follower.stdout.readline() or '{"error": "the process for it ended at once"}')
        except (OSError, ValueError) as error:
            answer = {"error": str(error)}
        if "address" not in answer:
            follower.stdout.close()
            follower.stdin.close()
            raise NotFollowed(f"the recording can't be followed: {answer['error']}")
        # The process that goes on is no child of this one; this only started it.
        if os.name == "posix":
            follower.wait()
        self.address: str | None = answer["address"]
        self._feed = Feed(session.recorder, follower.stdin)
        # What goes wrong with the file; none without one.
        self._answers: IO[bytes] | None = follower.stdout
        if file is None:
            follower.stdout.close()
            self._answers = None

    def start(self) -> None:
        """Begins to send the recording."""
        self._feed.start()

    def finish(self) -> None:
        """Sends its end."""
        self._feed.finish()
        if self._answers is not None:
            waiting = threading.Thread(target=_wait_for_file, args=(self._answers,), daemon=True)
            waiting.start()
            waiting.join(_PATIENCE)


def _wait_for_file(answers: IO[bytes]) -> None:
    """Waits until the file is complete."""
    with answers:
        for line in answers:
            print(f"coroscope: {json.loads(line)['error']}", file=sys.stderr)
