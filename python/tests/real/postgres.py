"""A PostgreSQL server in a temporary folder, for as long as it is needed."""

from __future__ import annotations

import contextlib
import getpass
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator


class Missing(Exception):
    """PostgreSQL is not installed."""


def _program(name: str) -> str:
    # Debian has these programs in no folder of PATH.
    found = shutil.which(name)
    places = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if found is None and not places:
        raise Missing(f"PostgreSQL is not installed, there is no {name} (Debian: apt-get install postgresql)")
    return str(found or places[-1])


def _user() -> str:
    """A user that PostgreSQL accepts: not root."""
    if os.geteuid() != 0:
        return getpass.getuser()
    names = [it.pw_name for it in pwd.getpwall()]
    return next(it for it in ("postgres", "nobody") if it in names)


@contextlib.contextmanager
def server() -> Iterator[tuple[str, str]]:
    """The folder of its socket and the name of its user. It listens at no port."""
    initdb, pg_ctl, user = _program("initdb"), _program("pg_ctl"), _user()
    # Not a folder of pytest: other users can't enter it, and the path of a socket has at most 107 bytes.
    folder = tempfile.mkdtemp(prefix="pg-")
    identity = {"user": user} if os.geteuid() == 0 else {}

    def run(*command: str) -> None:
        log = pathlib.Path(folder, "output.txt")
        with open(log, "a", encoding="utf-8") as output:
            done = subprocess.run(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, timeout=120,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, **identity,  # type: ignore[call-overload]
            )  # fmt: skip
        assert done.returncode == 0, log.read_text(encoding="utf-8")

    try:
        if identity:
            shutil.chown(folder, user)
        run(initdb, "--pgdata=data", "--auth=trust", "--no-sync", "--username=coroscope")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run(pg_ctl, "--pgdata=data", "--log=log.txt", "--wait", f"--options={options}", "start")
        try:
            yield folder, "coroscope"
        finally:
            run(pg_ctl, "--pgdata=data", "--mode=immediate", "--wait", "stop")
    finally:
        shutil.rmtree(folder)
