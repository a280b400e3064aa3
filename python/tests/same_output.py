"""Runs scripts plain and recorded, and compares what they print, how they end, and whether the recording is valid.

    python tests/same_output.py FOLDER_OR_FILE ...

Without arguments it takes the scripts of the engine's tests. Loops skip their waits (fast_clock). Scripts for
which two plain runs differ are listed too: their output depends on time or on addresses.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import tempfile

from helpers import SOURCE
from validate import problems

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
TIMEOUT = 20


def run(command: list[str], script: pathlib.Path) -> tuple[int | str, str]:
    """The exit code and the output."""
    path = os.pathsep.join(map(str, (SOURCE, REPOSITORY / "engine/tests/stand_ins", HERE / "fast_clock")))
    # Without a fixed seed, sets of strings have another order in each run.
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(
            [sys.executable, *command, str(script)],
            capture_output=True, text=True, timeout=TIMEOUT, env=environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "no end", ""
    return done.returncode, done.stdout


def scripts(arguments: list[str]) -> list[pathlib.Path]:
    found: list[pathlib.Path] = []
    for argument in arguments or [str(REPOSITORY / "engine/tests/scripts")]:
        path = pathlib.Path(argument)
        found += sorted(path.glob("*.py")) if path.is_dir() else [path]
    return found


def main() -> int:
    same, unsteady, different, invalid = 0, [], [], []
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "run.coro.json")
        for script in scripts(sys.argv[1:]):
            plain = run([], script)
            recorded = run(["-m", "coroscope", "-o", str(file)], script)
            found = problems(file.read_text(encoding="utf-8")) if file.exists() else ["no recording was written"]
            file.unlink(missing_ok=True)
            if found and recorded[0] != "no end":
                invalid.append(f"{script.name}: {found[0]}")
            if plain == recorded:
                same += 1
            elif any(run([], script) != plain for _ in range(4)):
                unsteady.append(script.name)
            else:
                different.append(f"{script.name}: {plain} recorded: {recorded}")
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"Python {version}: {same} the same, {len(different)} different, {len(unsteady)} differ between plain runs")
    for title, names in (("different", different), ("unsteady", unsteady), ("invalid recording", invalid)):
        for name in names:
            print(f"  {title}: {name}")
    return 1 if different or invalid else 0


if __name__ == "__main__":
    sys.exit(main())
