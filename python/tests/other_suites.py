"""Runs the own test suites of other packages plain and recorded, and compares the outcome of each test.

    python tests/other_suites.py [--folder FOLDER] [-k EXPRESSION] [NAME ...]

Their sources and requirements come from PyPI, in the versions below, into a virtual environment per suite. It prints a
table, and each test whose outcome differs; the exit code is then 1. If some do, all tests run a second time, and a test that
had the same outcome once plain and once recorded is only unsteady. It takes many minutes, so it belongs to no step of
`cargo xtask test`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from validate import problems

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "real"))
import postgres  # noqa: E402

SOURCE = pathlib.Path(os.environ.get("COROSCOPE_PACKAGE") or pathlib.Path(__file__).parent.parent / "src").resolve()
PYTEST = ("pytest-timeout==2.4.0",)
TIMEOUT = 3600


@dataclass(frozen=True)
class Suite:
    """The tests of a package: the files that are run, and what they need."""

    name: str
    version: str
    tests: tuple[str, ...]
    needs: tuple[str, ...] = ("pytest==9.2.0",)
    # Folders of the sources that would be imported instead of the installed package, which has its compiled parts.
    without: tuple[str, ...] = ()
    with_postgres: bool = False
    arguments: tuple[str, ...] = ()


SUITES = (
    Suite("aiosqlite", "0.22.1", ("aiosqlite/tests/smoke.py",)),
    Suite(
        "anyio", "4.16.0", ("tests",),
        needs=(
            "blockbuster==1.5.29", "exceptiongroup==1.3.2", "hypothesis==6.170.17", "psutil==7.2.2", "pytest==9.2.0",
            "pytest-mock==3.17.0", "trustme==1.2.1", "truststore==0.10.5", "uvloop==0.23.0",
        ),
    ),
    Suite(
        "aiohttp", "3.13.2",
        tuple(
            f"tests/test_{name}.py"
            for name in (
                "client_functional", "client_session", "connector", "resolver", "run_app", "streams", "tcp_helpers",
                "web_functional", "web_runner", "web_sendfile_functional", "web_server", "web_websocket_functional",
            )
        ),
        needs=(
            "blockbuster==1.5.29", "brotli==1.2.1", "coverage==7.17.5", "freezegun==1.5.5", "isal==1.9.1",
            "proxy.py==2.4.10", "pytest==8.4.2", "pytest-codspeed==5.0.4", "pytest-cov==7.1.0",
            "pytest-mock==3.17.0", "pytest-xdist==3.8.0", "re-assert==1.1.0", "trustme==1.2.1", "uvloop==0.23.0",
            "zlib-ng==1.1.0",
        ),
        without=("aiohttp",),
        # Without those of its configuration, which measure the coverage, and run tests in several processes.
        arguments=("--override-ini=addopts=", "-m", "not dev_mode"),
    ),
    Suite(
        "asyncpg", "0.32.0",
        tuple(
            f"tests/test_{name}.py"
            for name in (
                "cancellation", "copy", "cursor", "execute", "introspection", "listeners", "pool", "prepare", "record",
                "timeout", "transaction",
            )
        ),
        needs=("pytest==9.2.0", "uvloop==0.23.0"), without=("asyncpg",), with_postgres=True,
    ),
)


def outcomes(file: pathlib.Path) -> dict[str, str]:
    """The outcome of each test, from pytest's XML."""
    found = {}
    for case in ElementTree.parse(file).iter("testcase"):
        kinds = {child.tag for child in case}
        outcome = next((it for it in ("failure", "error", "skipped") if it in kinds), "passed")
        found[f"{case.get('classname')}::{case.get('name')}"] = outcome
    return found


class Run:
    """A suite with its sources and its environment."""

    def __init__(
        self, suite: Suite, folder: pathlib.Path, chosen: str | None, database: tuple[str, str] | None
    ) -> None:
        self._suite = suite
        self._database = {}
        if database is not None:
            self._database = {"PGHOST": database[0], "PGUSER": database[1], "PGDATABASE": "postgres"}
        self._chosen = () if chosen is None else ("-k", chosen)
        # The version of Python too, so that a folder can be used for several.
        self._folder = folder / f"{suite.name}-{suite.version}-{sys.version_info[0]}.{sys.version_info[1]}"
        self._python = self._folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        self._recordings = self._folder / "recordings"
        self.output = self._folder / "output.txt"

    def install(self) -> None:
        """Fetches and installs what is needed, unless it is there."""
        if (self._folder / "installed").exists():
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        venv.create(self._folder / "venv", with_pip=True)
        package = f"{self._suite.name}=={self._suite.version}"
        self._pip("install", package, *PYTEST, *self._suite.needs)
        self._pip("download", "--no-deps", "--no-binary", self._suite.name, "--dest", str(self._folder), package)
        (archive,) = self._folder.glob("*.tar.gz")
        with tarfile.open(archive) as tar:
            tar.extractall(self._folder / "sources", filter="data")
        for name in self._suite.without:
            for folder in (self._folder / "sources").glob(f"*/{name}"):
                shutil.rmtree(folder)
        (self._folder / "installed").touch()

    def _pip(self, command: str, *arguments: str) -> None:
        options = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([self._python, "-m", "pip", command, *options, *arguments], check=True)

    def test(self, *arguments: str) -> dict[str, str]:
        """Runs the tests."""
        (sources,) = (self._folder / "sources").iterdir()
        results = self._folder / "results.xml"
        results.unlink(missing_ok=True)
        command = [
            self._python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results}", "--timeout=120",
            *self._suite.arguments, *self._chosen, *arguments, *self._suite.tests,
        ]  # fmt: skip
        environment = {**os.environ, **self._database, "PYTHONPATH": str(SOURCE)}
        with open(self.output, "w", encoding="utf-8") as output:
            subprocess.run(
                command, cwd=sources, env=environment, stdout=output, stderr=subprocess.STDOUT, timeout=TIMEOUT,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        if not results.exists():
            raise SystemExit(f"pytest has not run: {self.output}")
        return outcomes(results)

    def test_recorded(self) -> tuple[dict[str, str], int, list[str]]:
        """Runs the tests recorded. Returns also the number of recordings, and what is wrong with them."""
        shutil.rmtree(self._recordings, ignore_errors=True)
        plugin = ("-p", "coroscope.pytest_plugin", "--coroscope=all", f"--coroscope-folder={self._recordings}")
        found = self.test(*plugin)
        files = sorted(self._recordings.glob("*.coro.json")) if self._recordings.exists() else []
        invalid = []
        for file in files:
            text = file.read_text(encoding="utf-8")
            if wrong := problems(text):
                invalid.append(f"{file.name}: {wrong[0]}")
            if "an error in the recorder" in text:
                invalid.append(f"{file.name}: an error in the recorder")
        return found, len(files), invalid


def counts(found: dict[str, str]) -> str:
    values = list(found.values())
    failed = values.count("failure") + values.count("error")
    return f"{values.count('passed')} passed, {failed} failed, {values.count('skipped')} skipped"


def compare(suite: Suite, folder: pathlib.Path, chosen: str | None) -> bool:
    """Prints a line of the table, and whether nothing differs."""
    try:
        with postgres.server() if suite.with_postgres else contextlib.nullcontext() as database:
            return compare_with(suite, folder, chosen, database)
    except postgres.Missing as missing:
        print(f"  left out: {suite.name}: {missing}", flush=True)
        return True


def compare_with(suite: Suite, folder: pathlib.Path, chosen: str | None, database: tuple[str, str] | None) -> bool:
    run = Run(suite, folder, chosen, database)
    run.install()
    plain = run.test()
    recorded, files, invalid = run.test_recorded()
    print(f"| {suite.name} {suite.version} | {counts(plain)} | {counts(recorded)} | {files} |", flush=True)
    different = {name for name in plain.keys() | recorded.keys() if plain.get(name) != recorded.get(name)}
    if different:
        plain_again, recorded_again = run.test(), run.test_recorded()[0]
        unsteady = {
            name
            for name in different
            if {plain.get(name), plain_again.get(name)} & {recorded.get(name), recorded_again.get(name)}
        }
        for name in sorted(unsteady):
            print(f"  unsteady: {name}")
        different -= unsteady
    for name in sorted(different):
        print(f"  different: {name}: {plain.get(name)}, recorded: {recorded.get(name)}")
    for line in invalid:
        print(f"  invalid recording: {line}")
    if "passed" not in plain.values() or not files:
        print(f"  nothing was tested: {run.output}")
        return False
    return not different and not invalid


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs the tests of other packages plain and recorded.")
    parser.add_argument("--folder", type=pathlib.Path, help="where to keep the environments; by default nowhere")
    parser.add_argument("-k", metavar="EXPRESSION", help="pytest's option, to choose tests")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(it.name for it in SUITES))
    options = parser.parse_args()
    unknown = set(options.names) - {it.name for it in SUITES}
    if unknown:
        parser.error(f"there is no suite {', '.join(sorted(unknown))}")
    chosen = [it for it in SUITES if not options.names or it.name in options.names]
    print(f"Python {sys.version.split()[0]}\n\n| tests of | plain | recorded | recordings |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.folder or pathlib.Path(temporary)).resolve()
        same = [compare(suite, folder, options.k) for suite in chosen]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
