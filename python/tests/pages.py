"""A copy of the package with a small page in it, and a browser that only fetches."""

from __future__ import annotations

import http.client
import os
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse

from helpers import SOURCE

PAGE = "<title>A recording · Coroscope</title><body><!-- coroscope: recording --></body>\n"


def install(folder: pathlib.Path, page: str | None = PAGE) -> dict[str, str]:
    """Copies the package into a folder, with this page; returns an environment in which Python finds it there."""
    copy = folder / "packages" / "coroscope"
    shutil.copytree(SOURCE / "coroscope", copy, ignore=shutil.ignore_patterns("page", "__pycache__"))
    if page is not None:
        (copy / "page").mkdir()
        (copy / "page" / "viewer.html").write_text(page, encoding="utf-8")
    # No browser of this machine must open.
    return {**os.environ, "PYTHONPATH": str(folder / "packages"), "BROWSER": "true"}


class Program:
    """A program that is followed: it runs until `go_on` is called."""

    def __init__(self, folder: pathlib.Path, source: str) -> None:
        (folder / "app.py").write_text(source, encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coroscope", "--open", "app.py"],
            cwd=folder,
            env=install(folder),
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        found = re.search(r"http://\S+", self.process.stderr.readline())
        assert found
        self.address = urllib.parse.urlsplit(found[0])

    def go_on(self) -> None:
        """Lets the program read a line, after which it ends, and then the server as well."""
        recording = self.get("recording")
        self.process.communicate("\n", timeout=60)
        recording.read()

    def get(self, path: str = "", **headers: str) -> http.client.HTTPResponse:
        """Requests a path, relative to the page. The headers' names have `_` for `-`."""
        connection = http.client.HTTPConnection(self.address.netloc, timeout=60)
        target = path if path.startswith("/") else self.address.path + path
        connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return connection.getresponse()
