"""The native part of asyncio, under the names that asyncio's own modules import."""

import types
import _coroscope
from _coroscope import Future, Task
from asyncio.exceptions import CancelledError, InvalidStateError

# What a future lists as its done callback if a task awaits it.
_task_wakeup = types.SimpleNamespace(__name__="task_wakeup", __qualname__="Task.task_wakeup")
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


future_add_to_awaited_by = _coroscope.record_awaits
future_discard_from_awaited_by = _coroscope.discard_awaits


def _do_nothing(*args):
    """The native tasks register themselves."""


_register_task = _register_eager_task = _unregister_task = _unregister_eager_task = _do_nothing
_enter_task = _leave_task = _swap_current_task = _do_nothing
