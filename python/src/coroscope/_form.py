"""Which form of the hot path is used: the compiled module `_native`, or the same in Python."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any


def _load() -> Any:
    if os.environ.get("COROSCOPE_PURE"):
        return None
    try:
        return importlib.import_module("coroscope._native")
    except ModuleNotFoundError:
        # The package was built without a Rust compiler.
        return None
    except ImportError as error:
        print(f"coroscope: the compiled module can't be loaded: {error}. Recording is slower without it.", file=sys.stderr)
        return None


# The compiled module, if it is used.
native: Any = _load()

# The name of the form in recordings.
FORM = "pure" if native is None else "compiled"
