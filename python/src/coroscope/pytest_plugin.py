"""pytest plugin: `--coroscope=failed` keeps a recording of each failing test that runs a loop, `=all` of each test."""

from __future__ import annotations

import os
import re
from collections.abc import Generator
from typing import Any

import pytest

from ._session import Session, active


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options."""
    group = parser.getgroup("coroscope", "recordings of asyncio tests")
    group.addoption("--coroscope", choices=("failed", "all"), help="keep recordings of failed tests, or of all tests")
    group.addoption("--coroscope-folder", default="coroscope", metavar="FOLDER", help="where (default: coroscope)")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, None]:
    """Records the test itself, without its fixtures."""
    mode = item.config.getoption("--coroscope")
    if mode is None or active() is not None:
        yield
        return
    session = Session(None, title=item.nodeid)
    session.start()
    outcome = yield
    session.stop()
    has_failed = outcome.excinfo is not None and not issubclass(outcome.excinfo[0], pytest.skip.Exception)
    if session.recorder.has_tasks() and (mode == "all" or has_failed):
        folder = os.path.join(str(item.config.rootpath), item.config.getoption("--coroscope-folder"))
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, f"{_file_name(item.nodeid)}.coro.json")
        session.save(path)
        item.add_report_section("call", "coroscope", f"recording: {path}")


def _file_name(test: str) -> str:
    # The name of a file has at most 255 bytes on most systems.
    return re.sub(r"[^\w.\-\[\]]+", "_", test).replace(".py_", "-")[-180:]
