"""The native half of asyncio, by the names under which asyncio's own modules look for it."""

import _coroscope
from _coroscope import Future, Task
from asyncio.exceptions import CancelledError, InvalidStateError

_get_running_loop = _coroscope.running_loop
_set_running_loop = _coroscope.set_running_loop


def get_running_loop():
    event_loop = _get_running_loop()
    if event_loop is None:
        raise RuntimeError("no running event loop")
    return event_loop


def get_event_loop():
    event_loop = _get_running_loop()
    if event_loop is not None:
        return event_loop
    from asyncio import events
    return events._get_event_loop_policy().get_event_loop()


def current_task(loop=None):
    running = get_running_loop() if loop is None else _get_running_loop()
    return _coroscope.current_task() if loop is None or loop is running else None


def all_tasks(loop=None):
    loop = loop or get_running_loop()
    return {task for task in _coroscope.pending_tasks() if task.get_loop() is loop}


future_add_to_awaited_by = _coroscope.note_awaits


def future_discard_from_awaited_by(future, waiter, /):
    """A future that is done is awaited no more."""


def _accounted_for(*args):
    """The native tasks keep account of themselves."""


_register_task = _register_eager_task = _unregister_task = _unregister_eager_task = _accounted_for
_enter_task = _leave_task = _swap_current_task = _accounted_for
