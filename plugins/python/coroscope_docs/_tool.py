"""Calls the program `coroscope-docs`, which runs the scripts and makes the pictures."""

import json
import os
import subprocess

VERSION = 1
"""The version of the questions and answers."""


class Failed(Exception):
    """What is wrong, with file and line."""


def ask(question: dict[str, object], command: str | None = None) -> dict[str, object]:
    """Asks the program, and returns its answer. `command` is its path, else `COROSCOPE_DOCS`, else it is on the PATH."""
    command = command or os.environ.get("COROSCOPE_DOCS") or "coroscope-docs"
    text = json.dumps({"coroscope-docs": VERSION, **question})
    try:
        called = subprocess.run([command, "fences"], input=text, capture_output=True, encoding="utf-8")
    except OSError as why:
        raise Failed(
            f"{command} can't be started ({why}): install coroscope-docs, or name it by COROSCOPE_DOCS"
        ) from None
    if called.returncode != 0:
        raise Failed(called.stderr.strip())
    return json.loads(called.stdout)


def checked(answer: dict) -> dict:
    """The answer about a fence or a document; raises `Failed` with all problems if it has any."""
    if problems := answer.get("problems"):
        raise Failed("\n".join(problem["text"] for problem in problems))
    return answer
