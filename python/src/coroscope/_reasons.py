"""Why a task was asked to cancel, as far as the calls that led to it say so."""

from __future__ import annotations

from ._places import Places, loop_codes, outer_frame

_REASONS = {
    ("timeouts", "_on_timeout"): "the timeout expired",
    ("tasks", "_release_waiter"): "the timeout expired",
    ("tasks", "wait_for"): "the timeout expired",
    ("taskgroups", "_abort"): "another task of the group failed",
    ("taskgroups", "_on_task_done"): "another task of the group failed",
    ("runners", "_cancel_all_tasks"): "the run ended",
    ("runners", "_on_sigint"): "the program was interrupted",
}


def cancel_reason(places: Places) -> str:
    """The reason: the function of asyncio that asked for it, or the line of the program."""
    frame = outer_frame(2)
    for _ in range(20):
        if frame is None:
            break
        code = frame.f_code
        if id(code) in loop_codes:
            break
        if places.is_users(code.co_filename):
            file, line = places.table[places.of_call(frame)]
            return f"{code.co_name}, {file}:{line}"
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("asyncio."):
            reason = _REASONS.get((module.rpartition(".")[2], code.co_name))
            if reason is not None:
                return reason
        frame = frame.f_back
    return ""
