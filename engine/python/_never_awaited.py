"""Coroutines that are never awaited: records the line of the call in the log, and prints CPython's warning."""

import sys
import warnings
import _coroscope

_with_origin = warnings._warn_unawaited_coroutine
_set_depth = sys.set_coroutine_origin_tracking_depth
_depth = 0


def _warn_unawaited(coroutine):
    file, line, _ = coroutine.cr_origin[0] if coroutine.cr_origin else ("", None, "")
    _coroscope.record_never_awaited(coroutine.__qualname__, file, line)
    if _depth:
        _with_origin(coroutine)
    else:
        warnings.warn(f"coroutine '{coroutine.__qualname__}' was never awaited", RuntimeWarning, stacklevel=2,
                      source=coroutine)


def set_coroutine_origin_tracking_depth(depth):
    global _depth
    _set_depth(max(depth, 1) if depth >= 0 else depth)
    _depth = depth


def get_coroutine_origin_tracking_depth():
    return _depth


sys.set_coroutine_origin_tracking_depth = set_coroutine_origin_tracking_depth
sys.get_coroutine_origin_tracking_depth = get_coroutine_origin_tracking_depth
warnings._warn_unawaited_coroutine = _warn_unawaited
_set_depth(1)
