"""Settings of the tests: the package and the helpers can be imported without installation.

`COROSCOPE_PACKAGE` is the folder in which the package is, if it is not `src`. With `COROSCOPE_COMPILED` the compiled module
must be there and is tested; with `COROSCOPE_PURE` it is not used.
"""

import os
import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [os.environ.get("COROSCOPE_PACKAGE") or str(HERE.parent / "src"), str(HERE)]


def pytest_report_header() -> str:
    """Says what is tested."""
    from coroscope import _form

    if os.environ.get("COROSCOPE_COMPILED") and _form.native is None:
        pytest.exit("COROSCOPE_COMPILED is set, but there is no compiled module, or COROSCOPE_PURE is set too", 2)
    return f"coroscope: {_form.FORM}"
