"""Measures what recording costs: programs plain, recorded in both forms, and under other tools, in turns.

    python benchmarks/overhead.py [--runs 5] [--only ours]

The time is that of the processor for the work itself, when it runs the second time in its process, with all threads of the
process. Writing the file comes after it. Medians are printed as multiples of the plain program's. The other tools are in
requirements-bench.txt; what is not installed is left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable

from programs import PROGRAMS

SOURCE = str(pathlib.Path(os.environ.get("COROSCOPE_PACKAGE") or pathlib.Path(__file__).parent.parent / "src").resolve())
TIMED = """
import asyncio, os, time

async def timed():
    # The first run imports modules, and Python has not adapted its code yet.
    await work()
    began = time.process_time()
    await work()
    with open(os.environ["RESULT"], "w") as file:
        file.write(str(time.process_time() - began))

asyncio.run(timed())
"""
# Runs the work once, and prints the bytes in memory and the number of events in the file.
MEMORY = """
import asyncio, coroscope, json, sys

with coroscope.record("work.coro.json") as session:
    asyncio.run(work())
    log = session.recorder.log
    snapshot = log.snapshot()
tables = snapshot.tables
kept = sum(map(sys.getsizeof, tables.details.values()))
kept += sum(sys.getsizeof(it) for fields in tables.details.values() for it in fields if isinstance(it, str))
kept += sum(sys.getsizeof(it) for it in (tables.details, tables.names, *tables.names.values()))
with open("work.coro.json") as file:
    events = len(json.load(file)["events"])
print(json.dumps([16 * snapshot.count, kept, events]))
"""

Command = Callable[[pathlib.Path, pathlib.Path], list[str]]


def contenders(only_ours: bool) -> dict[str, tuple[Command, dict[str, str]]]:
    """The commands that run a script, given a folder for what they write, with their environments."""

    def recorded(script: pathlib.Path, folder: pathlib.Path) -> list[str]:
        return ["-m", "coroscope", "-o", str(folder / "work.coro.json"), str(script)]

    found: dict[str, tuple[Command, dict[str, str]]] = {
        "plain": (lambda script, folder: [str(script)], {}),
        "pure Python": (recorded, {"COROSCOPE_PURE": "1"}),
    }
    if has_compiled():
        found["compiled"] = (recorded, {})
    if not only_ours and importlib.util.find_spec("viztracer"):
        found["VizTracer"] = (
            lambda script, folder: [
                "-m", "viztracer", "--log_async", "--quiet", "-o", str(folder / "viz.json"), str(script),
            ],
            {},
        )
    if not only_ours and importlib.util.find_spec("asyncviz"):
        found["AsyncViz"] = (
            lambda script, folder: ["-m", "asyncviz", "run", "--quiet", "--browser", "never", str(script)],
            {},
        )
    return found


def has_compiled() -> bool:
    """Whether the compiled module is there."""
    check = "import sys; from coroscope import _form; sys.exit(_form.native is None)"
    return run(["-c", check], {}, None).returncode == 0


def run(command: list[str], environment: dict[str, str], folder: pathlib.Path | None) -> subprocess.CompletedProcess[str]:
    """Runs Python."""
    full = {**os.environ, "PYTHONPATH": SOURCE, **environment}
    if "COROSCOPE_PURE" not in environment:
        full.pop("COROSCOPE_PURE", None)
    return subprocess.run([sys.executable, *command], capture_output=True, text=True, env=full, cwd=folder)


def seconds(command: list[str], environment: dict[str, str], folder: pathlib.Path) -> float:
    """The time of the work under a command."""
    result = folder / "result"
    result.unlink(missing_ok=True)
    done = run(command, {**environment, "RESULT": str(result)}, folder)
    if not result.exists():
        raise SystemExit(f"{' '.join(command)} measured nothing:\n{done.stdout}{done.stderr}")
    return float(result.read_text())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5, help="how often each is measured")
    parser.add_argument("--only", choices=("ours",), help="without other tools")
    options = parser.parse_args()
    found = contenders(options.only == "ours")
    print(f"Python {sys.version.split()[0]}, medians of {options.runs}, as multiples of the plain program's time\n")
    print(f"| program | plain | {' | '.join(name for name in found if name != 'plain')} | target | bytes an event |")
    print(f"|---|{'--:|' * (len(found) + 2)}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        script = folder / "work.py"
        for program in PROGRAMS:
            script.write_text(program.text + TIMED)
            times: dict[str, list[float]] = {it: [] for it in found}
            for _ in range(options.runs):
                for contender, (command, environment) in found.items():
                    times[contender].append(seconds(command(script, folder), environment, folder))
            plain = statistics.median(times.pop("plain"))
            ratios = [f"{statistics.median(them) / plain:.2f}" for them in times.values()]
            script.write_text(program.text + MEMORY)
            packed, kept, events = json.loads(run([str(script)], {}, folder).stdout)
            print(
                f"| {program.name} | {plain * 1000:.0f} ms | {' | '.join(ratios)} | {program.target} "
                f"| {(packed + kept) / events:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
