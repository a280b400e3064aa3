"""Tells inspect that the native methods that return coroutines are coroutine functions."""

import inspect
import _coroscope

_CLASSES = (
    _coroscope.Barrier, _coroscope.Condition, _coroscope.Event, _coroscope.Lock, _coroscope.Semaphore,
    _coroscope._Queue,
)
_METHODS = {"abort", "acquire", "get", "join", "put", "reset", "wait", "wait_for", "__aenter__", "__aexit__"}
_is_marked = inspect._has_coroutine_mark


def _has_coroutine_mark(function):
    is_own = isinstance(getattr(function, "__self__", None), _CLASSES) and inspect.isbuiltin(function)
    return is_own and function.__name__ in _METHODS or _is_marked(function)


inspect._has_coroutine_mark = _has_coroutine_mark
