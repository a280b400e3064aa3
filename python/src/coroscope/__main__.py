"""`python -m coroscope app.py` and `python -m coroscope -m package`: runs a program and records it."""

from __future__ import annotations

import argparse
import importlib.util
import os
import runpy
import sys

from ._session import Session


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m coroscope",
        usage="python -m coroscope [-o FILE] [--no-source] [--no-addresses] [--error-messages] [--flush SECONDS] "
        "(-m MODULE | SCRIPT) [ARGUMENT ...]",
        description="Runs an asyncio program as `python` would, and writes a recording of it.",
        allow_abbrev=False,
    )
    parser.add_argument("-o", metavar="FILE", dest="path", help="the file to write; by default SCRIPT.coro.json")
    parser.add_argument("--no-source", action="store_true", help="leave the program's source out of the file")
    parser.add_argument(
        "--error-messages", action="store_true", help="keep the messages of exceptions, which may contain values"
    )
    parser.add_argument(
        "--no-addresses", action="store_true", help="leave out the addresses at the other end of sockets"
    )
    parser.add_argument(
        "--flush", type=_seconds, metavar="SECONDS", help="write the file this often, so that it is there after SIGKILL"
    )
    parser.add_argument("-m", metavar="MODULE", dest="module", nargs=argparse.REMAINDER, help="run a module")
    parser.add_argument("program", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds above 0")
    return seconds


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = _parser()
    options = parser.parse_args(arguments)
    is_module = options.module is not None
    program = options.module if is_module else options.program
    if not program:
        parser.error("give the program to run: a script, or -m and a module")
    name = program[0].rpartition(".")[2] if is_module else os.path.basename(program[0]).removesuffix(".py")
    path = options.path or f"{name}.coro.json"
    session = Session(
        path, title=program[0], sources=not options.no_source, error_messages=options.error_messages,
        addresses=not options.no_addresses, flush=options.flush,
    )  # fmt: skip
    sys.argv[:] = program
    if is_module:
        # As `python -m`, which begins with the current folder.
        sys.path[0:1] = [os.getcwd()] if sys.path and sys.path[0] != os.getcwd() else sys.path[0:1]
        spec = _spec(program[0])
        if spec is not None and spec.submodule_search_locations:
            for folder in spec.submodule_search_locations:
                session.recorder.places.add_program(folder)
    elif not os.path.exists(program[0]):
        sys.exit(f"coroscope: there is no file {program[0]}")
    else:
        _set_first_path(os.path.dirname(os.path.abspath(program[0])))
    with session:
        if is_module:
            runpy.run_module(program[0], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(program[0], run_name="__main__")


def _spec(module: str) -> importlib.machinery.ModuleSpec | None:
    try:
        return importlib.util.find_spec(module.partition(".")[0])
    except (ImportError, ValueError):
        return None


def _set_first_path(folder: str) -> None:
    """The folder of the script is the first of `sys.path`, as for `python script.py`."""
    if sys.path:
        sys.path[0] = folder


if __name__ == "__main__":
    main()
