"""`python -m coroscope app.py` and `python -m coroscope -m package`: runs a program and records it.

`python -m coroscope html` makes a page of a recording.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import os
import runpy
import sys

from . import _html
from ._form import FORM
from ._live import Live, NoServer
from ._session import Session


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m coroscope",
        usage="python -m coroscope [-o FILE] [--html FILE] [--open] [--no-source] [--no-addresses] [--error-messages] "
        "[--flush SECONDS] [--version] (-m MODULE | SCRIPT) [ARGUMENT ...]\n"
        "       python -m coroscope html RECORDING [-o FILE]",
        description="Runs an asyncio program as `python` would, and writes a recording of it.",
        allow_abbrev=False,
    )
    parser.add_argument("-o", metavar="FILE", dest="path", help="the file to write; by default SCRIPT.coro.json")
    parser.add_argument(
        "--html", metavar="FILE", help="write a page with the recording, which opens in any browser; then -o is not needed"
    )
    parser.add_argument("--open", action="store_true", help="show the recording in a browser while the program runs")
    parser.add_argument("--no-source", action="store_true", help="leave the program's source out of the file")
    parser.add_argument(
        "--error-messages", action="store_true", help="keep the messages of exceptions, which may contain values"
    )
    version = f"coroscope {_version()}, {'with' if FORM == 'compiled' else 'without'} the compiled module"
    parser.add_argument("--version", action="version", version=version)
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
        return _html.main(given[1:])
    parser = _parser()
    options = parser.parse_args(arguments)
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
    live = _prepare(session, options, name)
    with session:
        if live is not None:
            live.start()
        if is_module:
            runpy.run_module(program[0], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(program[0], run_name="__main__")


def _prepare(session: Session, options: argparse.Namespace, name: str) -> Live | None:
    """Prepares the pages, of which one can be missing: it says so before the program runs."""
    live = None
    try:
        if options.html or options.open:
            _html.template()
        if options.open:
            live = Live(session)
            print(f"coroscope: the recording can be followed at {live.address}", file=sys.stderr)
    except (_html.PageMissing, NoServer) as error:
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


def _version() -> str:
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
