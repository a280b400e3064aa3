"""`python -m coroscope app.py` and `python -m coroscope -m package`: runs a program and records it.

`python -m coroscope html` makes a page of a recording.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import runpy
import sys

from ._form import FORM
from ._session import Session

# What only some commands need is imported there: its objects would cost the program's garbage collection time.


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m coroscope",
        usage="python -m coroscope [-o FILE] [--html FILE] [--open] [--parts FILE] [--no-source] [--no-addresses] "
        "[--error-messages] [--flush SECONDS] [--version] (-m MODULE | SCRIPT) [ARGUMENT ...]\n"
        "       python -m coroscope html RECORDING [-o FILE]",
        description="Runs an asyncio program as `python` would, and writes a recording of it.",
        allow_abbrev=False,
    )
    parser.add_argument("-o", metavar="FILE", dest="path", help="the file to write; by default SCRIPT.coro.json")
    parser.add_argument(
        "--html", metavar="FILE", help="write a page with the recording, which opens in any browser; then -o is not needed"
    )
    parser.add_argument("--open", action="store_true", help="show the recording in a browser while the program runs")
    parser.add_argument(
        "--parts", metavar="FILE", help="also write the recording while the program runs, to a file that a page can follow"
    )
    parser.add_argument("--no-source", action="store_true", help="leave the program's source out of the file")
    parser.add_argument(
        "--error-messages", action="store_true", help="keep the messages of exceptions, which may contain values"
    )
    parser.add_argument("--version", action="store_true", help="print the version, and whether the compiled module is used")
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
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["html"]:
        from . import _html

        return _html.main(given[1:])
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.version:
        return print(f"coroscope {_version()}, {'with' if FORM == 'compiled' else 'without'} the compiled module")
    is_module = options.module is not None
    program = options.module if is_module else options.program
    if not program:
        parser.error("give the program to run: a script, or -m and a module")
    name = program[0].rpartition(".")[2] if is_module else os.path.basename(program[0]).removesuffix(".py")
    path = options.path or f"{name}.coro.json"
    if options.html and not options.path:
        # A page has the whole recording in it.
        path = os.path.join(os.path.dirname(options.html), f"{name}.{os.getpid()}.coro.json")
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
    live = None
    if options.html or options.open or options.parts:
        from . import _pages

        live = _pages.prepare(session, options, name)
    with session:
        if live is not None:
            live.start()
        if is_module:
            runpy.run_module(program[0], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(program[0], run_name="__main__")


def _version() -> str:
    import importlib.metadata

    try:
        return importlib.metadata.version("coroscope")
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"


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
