"""Pages with a recording in them: one HTML file that opens from a disk, and the command `html` that makes one."""

from __future__ import annotations

import argparse
import base64
import html
import json
import os
import re
import sys
import zlib
from collections.abc import Iterator
from importlib import resources

_TITLE = "<title>A recording · Coroscope</title>"
_RECORDING = "<!-- coroscope: recording -->"
# A multiple of 3, so that the pieces of base64 can be joined.
_PIECE = 3 << 16
# The title of a recording is near its beginning.
_BEGINNING = 1 << 16


class PageMissing(Exception):
    """This installation has no page for recordings."""

    def __init__(self) -> None:
        super().__init__(
            "this installation of coroscope has no page to show recordings with: it was installed from a folder in which "
            "the page was not built. Run `cargo xtask build` in the folder of Coroscope, and install it again; or open "
            "the recording in the playground"
        )


class NoRecording(Exception):
    """A file is no recording."""


def template() -> str:
    """The page without a recording."""
    file = resources.files("coroscope").joinpath("page", "viewer.html")
    if not file.is_file():
        raise PageMissing
    return file.read_text(encoding="utf-8")


def with_title(page: str, title: str) -> str:
    """The page of a recording with this title."""
    return page.replace(_TITLE, f"<title>{html.escape(title)} · Coroscope</title>", 1)


def write_page(recording: str, to: str, name: str = "") -> None:
    """Writes a page with the recording in the file `recording`. The page calls it `name`, or as the file."""
    page = with_title(template(), title_of(recording))
    before, mark, after = page.partition(_RECORDING)
    if not mark:
        raise PageMissing
    temporary = f"{to}.{os.getpid()}.part"
    name = html.escape(name or os.path.basename(recording))
    try:
        with open(temporary, "w", encoding="utf-8", newline="\n") as file:
            file.write(before)
            file.write(f'<script type="application/gzip" id="coroscope-recording" data-name="{name}">')
            for piece in _in_base64(_compressed(recording)):
                file.write(piece)
            file.write("</script>")
            file.write(after)
        os.replace(temporary, to)
    except BaseException:
        try:
            os.unlink(temporary)
        except OSError:
            pass
        raise


def title_of(recording: str) -> str:
    """The title of a recording, or else the name of its file."""
    with open(recording, "rb") as file:
        beginning = file.read(_BEGINNING).decode("utf-8", "replace")
    if not re.match(r'\s*{\s*"coroscope"\s*:', beginning):
        raise NoRecording(f'{recording} is not a recording, which begins with {{"coroscope":')
    found = re.search(r'"meta"\s*:\s*', beginning)
    if found:
        try:
            meta, _ = json.JSONDecoder().raw_decode(beginning, found.end())
        except ValueError:
            meta = None
        if isinstance(meta, dict) and isinstance(meta.get("title"), str) and meta["title"]:
            return str(meta["title"])
    return os.path.basename(recording)


def _compressed(path: str) -> Iterator[bytes]:
    # 31: with the header of gzip, whose checksum tells a damaged page from a whole one.
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    with open(path, "rb") as file:
        while piece := file.read(_PIECE):
            yield packer.compress(piece)
    yield packer.flush()


def _in_base64(pieces: Iterator[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        rest += piece
        whole = len(rest) - len(rest) % 3
        yield base64.b64encode(rest[:whole]).decode("ascii")
        rest = rest[whole:]
    yield base64.b64encode(rest).decode("ascii")


def main(arguments: list[str]) -> None:
    """The command `python -m coroscope html`."""
    parser = argparse.ArgumentParser(
        prog="python -m coroscope html",
        description="Writes a page with a recording: one HTML file, which needs neither a server nor a network.",
        allow_abbrev=False,
    )
    parser.add_argument("recording", metavar="RECORDING", help="the recording, such as app.coro.json")
    parser.add_argument("-o", metavar="FILE", dest="to", help="the file to write; by default as the recording, with .html")
    options = parser.parse_args(arguments)
    stem = re.sub(r"(\.coro(scope)?)?\.jsonl?$", "", options.recording)
    try:
        write_page(options.recording, options.to or f"{stem}.html")
    except (OSError, NoRecording, PageMissing) as error:
        sys.exit(f"coroscope: {error}")
