"""What shows a recording of the command: a page with it, and what follows the program while it runs."""

from __future__ import annotations

import argparse
import os
import sys

from . import _html
from ._live import Live, NotFollowed
from ._session import Session


def prepare(session: Session, options: argparse.Namespace, name: str) -> Live | None:
    """Prepares the pages, of which one can be missing: it says so before the program runs."""
    live = None
    try:
        if options.html or options.open:
            _html.template()
        if options.open or options.parts:
            live = Live(session, serve=options.open, file=options.parts)
        if live is not None and live.address is not None:
            print(f"coroscope: the recording can be followed at {live.address}", file=sys.stderr)
    except (_html.PageMissing, NotFollowed) as error:
        sys.exit(f"coroscope: {error}")
    # The program may change its current folder.
    page = os.path.abspath(options.html) if options.html else None

    def saved(path: str) -> None:
        if live is not None:
            live.finish()
        if page is None:
            return
        try:
            _html.write_page(path, page, f"{name}.coro.json")
        except (OSError, _html.NoRecording) as error:
            print(f"coroscope: the page could not be written to {page}: {error}; the recording is {path}", file=sys.stderr)
        else:
            if not options.path:
                os.unlink(path)

    session.saved = saved
    return live
