"""Adds the compiled module to the wheel if there is a Rust compiler. Without one, the wheel has only the code in Python."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import sys_tags

# The oldest Python whose stable interface the module uses: see the features of pyo3 in native/Cargo.toml.
ABI = "cp310-abi3"
PAGE = "src/coroscope/page/viewer.html"


class CompiledModule(BuildHookInterface[Any]):
    """The environment variable `COROSCOPE_PURE` leaves the module out, `COROSCOPE_COMPILED` makes its absence an error."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the module, and says what is missing."""
        if not pathlib.Path(self.root, PAGE).is_file():
            self.app.display_warning(
                "coroscope: the page for --html and --open is not built, so the package will lack it; run "
                "`cargo xtask build` in the folder of Coroscope first"
            )
        try:
            library = self._build()
        except Missing as missing:
            if os.environ.get("COROSCOPE_COMPILED"):
                raise
            self.app.display_warning(f"coroscope: {missing}; the package records in pure Python, which costs more time")
            return
        suffix = ".pyd" if sys.platform == "win32" else ".abi3.so"
        build_data["force_include"][str(library)] = f"coroscope/_native{suffix}"
        build_data["pure_python"] = False
        # As hatchling does it. A wheel for others is made from it by auditwheel.
        platform = next(it.platform for it in sys_tags() if not it.platform.startswith(("manylinux", "musllinux")))
        build_data["tag"] = f"{ABI}-{platform}"

    def _build(self) -> pathlib.Path:
        if os.environ.get("COROSCOPE_PURE"):
            raise Missing("COROSCOPE_PURE is set")
        if sys.implementation.name != "cpython":
            raise Missing(f"the compiled module is for CPython, and this is {sys.implementation.name}")
        cargo = shutil.which("cargo")
        if cargo is None:
            raise Missing("there is no Rust compiler (cargo) on the PATH")
        manifest = pathlib.Path(self.root, "native", "Cargo.toml")
        command = [cargo, "build", "--release", "--locked", "--manifest-path", str(manifest), "--message-format=json"]
        # Not linked with this Python's library, which others do not have.
        environment = {**os.environ, "PYO3_PYTHON": sys.executable, "PYO3_BUILD_EXTENSION_MODULE": "1"}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Missing("the compiled module could not be built, see above")
        for line in done.stdout.splitlines():
            message = json.loads(line)
            if message.get("reason") == "compiler-artifact" and message["target"]["name"] == "_native":
                return next(pathlib.Path(it) for it in message["filenames"] if it.endswith((".so", ".dylib", ".dll")))
        raise Missing("cargo built no library")


class Missing(Exception):
    """Why there is no compiled module."""
