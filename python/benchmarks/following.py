"""Measures what `--open` costs a program in addition to recording it, as medians of the processor's time and their ratio.

    python benchmarks/following.py [RUNS]

The process that answers browsers is not counted: it has a processor of its own, where there is one. No browser is opened.
"""

from __future__ import annotations

import os
import pathlib
import statistics
import sys
import tempfile

from overhead import PROGRAMS, TIMED, seconds


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    os.environ["BROWSER"] = "true"
    print(f"Python {sys.version.split()[0]}, medians of {runs}")
    with tempfile.TemporaryDirectory() as folder:
        script, file = pathlib.Path(folder, "work.py"), pathlib.Path(folder, "work.coro.json")
        record = ["-m", "coroscope", "-o", str(file)]
        for name, program, _ in PROGRAMS:
            script.write_text(program + TIMED)
            recorded, followed = [], []
            for _ in range(runs):
                recorded.append(seconds(record, script))
                followed.append(seconds([*record, "--open"], script))
            one, other = statistics.median(recorded), statistics.median(followed)
            print(f"{name}: {one * 1000:.0f} ms recorded, {other * 1000:.0f} ms followed, ratio {other / one:.2f}")


if __name__ == "__main__":
    main()
