"""asyncio's queues, over Coroscope's."""

import types
from _coroscope import _Queue
from . import _python_queues
from ._python_queues import QueueEmpty, QueueFull, QueueShutDown

__all__ = ("Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "QueueShutDown")

# The methods that CPython's queues call on themselves.
_HOOKS = "_init _get _put _wakeup_next qsize empty full put_nowait get_nowait".split()


class Queue(_Queue):
    """First in, first out."""

    _kind = "fifo"
    __class_getitem__ = classmethod(types.GenericAlias)

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if not cls.__module__.startswith("asyncio.") and any(name in cls.__dict__ for name in _HOOKS):
            queue = next(it for it in cls.__mro__ if it in _WITH_HOOKS)
            hooked = _WITH_HOOKS[queue]
            bases = tuple(hooked if base is queue else base for base in cls.__bases__)
            cls.__bases__ = bases if hooked in bases else (*bases, hooked)

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} {self._format()}>"

    def __str__(self):
        return f"<{type(self).__name__} {self._format()}>"


class PriorityQueue(Queue):
    """The smallest item first."""

    _kind = "priority"


class LifoQueue(Queue):
    """Last in, first out."""

    _kind = "lifo"


class _Missing:
    """An attribute that does not exist until it is set, though the native class has one of this name."""

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, queue, owner):
        raise AttributeError(f"{owner.__name__!r} object has no attribute {self._name!r}", name=self._name, obj=queue)


def _with_hooks(queue):
    """A class whose methods are those of CPython's queues, which call each other. Its queues have no row on the timeline."""
    source = getattr(_python_queues, queue.__name__)
    # These replace the read-only attributes of the native class.
    namespace = {"_queue": _Missing(), "_unfinished_tasks": 0}
    for base in reversed(source.__mro__[:-1]):
        namespace.update(base.__dict__)
    for name in ("__dict__", "__weakref__", "__class_getitem__"):
        namespace.pop(name, None)
    return type(queue.__name__, (queue,), namespace)


# A subclass that overrides a hook gets one of these as its base.
_WITH_HOOKS = {queue: _with_hooks(queue) for queue in (Queue, PriorityQueue, LifoQueue)}
