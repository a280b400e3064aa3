"""The names of tasks and functions in a recording."""

from __future__ import annotations

import functools
from types import BuiltinMethodType
from typing import Any


def task_name(name: str, function: str) -> str:
    """The name of a task; with that of its coroutine if asyncio gave it, since it says only a number then."""
    if name.startswith("Task-") and function:
        return f"{function.rpartition('<locals>.')[2]} ({name})"
    return name


def function_name(function: Any) -> str:
    """The name of a callable, without the partials and contexts around it."""
    for _ in range(10):
        if type(function) is functools.partial:
            inner = function.args[0] if _runs_in_context(function.func) and function.args else function.func
            function = inner
        else:
            break
    name = getattr(function, "__qualname__", None)
    return str(name if isinstance(name, str) else type(function).__qualname__).rpartition("<locals>.")[2]


def _runs_in_context(function: Any) -> bool:
    return type(function) is BuiltinMethodType and type(function.__self__).__name__ == "Context"
