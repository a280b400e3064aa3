"""A process of its own that turns what a recorder sends into a recording in parts: for browsers, and into a file."""

from __future__ import annotations

import json
import os
import pickle
import sys
import threading
import time
import webbrowser
from typing import IO, Any, Protocol

from ._html import template, with_title
from ._parts import PartWriter
from ._serve import Growing, Server

# How long the server stays after the program has ended, for a page that has not got the end yet, in seconds.
PATIENCE = 30.0
_KILLED = "the program ended without ending its recording: it was killed, or crashed"


class Output(Protocol):
    """Where the lines go."""

    def add(self, text: str) -> None: ...
    def end(self) -> None: ...


class PartsFile:
    """A file that grows with each part."""

    def __init__(self, path: str) -> None:
        self._path, self._size = path, 0
        self._file = open(path, "wb", buffering=0)
        self.failure: str | None = None

    def add(self, text: str) -> None:
        """Appends a text. If that is not possible, the file ends with the last whole one."""
        if self.failure is not None:
            return
        data = text.encode("utf-8", "replace")
        left = memoryview(data)
        try:
            while left:
                left = left[self._file.write(left) :]
            self._size += len(data)
        except OSError as error:
            self.failure = f"{self._path} has only the beginning of the recording: {error}"
            self._file.truncate(self._size)

    def end(self) -> None:
        """Closes the file."""
        self._file.close()


def _open_browser(address: str) -> None:
    """Opens the page, unless there is only a browser for the terminal, which belongs to the program."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    is_graphical = type(browser) is not webbrowser.GenericBrowser or "BROWSER" in os.environ
    if is_graphical:
        browser.open(address)


def _detach() -> None:
    """Goes on in a process that is no child of the program, which may wait for its children."""
    if hasattr(os, "fork") and os.fork():
        os._exit(0)


def main() -> None:
    """The process: its input has the messages of a `Feed`; its output gets a line of JSON with the address, and at the end
    one with what went wrong."""
    messages = sys.stdin.buffer
    server, file = None, None
    try:
        start = pickle.load(messages)
        file = PartsFile(start["file"]) if start["file"] else None
        if start["serve"]:
            server = Server(with_title(template(), start["meta"]["title"]), Growing())
    except Exception as error:
        print(json.dumps({"error": str(error)}), flush=True)
        return
    print(json.dumps({"address": server.address if server is not None else None}), flush=True)
    _detach()
    if server is not None:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        if start["open"]:
            threading.Thread(target=_open_browser, args=(server.address,), daemon=True).start()
    outputs: list[Output] = []
    if file is not None:
        outputs.append(file)
    if server is not None:
        outputs.append(server.recording)
    _write(messages, PartWriter(start["meta"], start["sources"]), outputs)
    if file is not None and file.failure is not None:
        print(json.dumps({"error": file.failure}), flush=True)
    # The program waits for the end of this.
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    if server is not None:
        server.recording.wait_until_read(PATIENCE)
    # Browsers keep connections open.
    os._exit(0)


def _write(messages: IO[bytes], writer: PartWriter, outputs: list[Output]) -> None:
    """Writes the recording, until the program has ended."""

    def add(text: str) -> None:
        for output in outputs:
            output.add(text)

    add(writer.beginning)
    written = 0.0
    while True:
        try:
            message: dict[str, Any] = pickle.load(messages)
        except (EOFError, pickle.UnpicklingError):
            add(writer.note(_KILLED))
            break
        if "end" in message:
            break
        # A program that does nothing does not need a line for each look at its log.
        if message.keys() == {"now"} and time.monotonic() - written < 0.25:
            continue
        written = time.monotonic()
        add(writer.part(message))
    add(writer.end)
    for output in outputs:
        output.end()


if __name__ == "__main__":
    main()
