"""asyncio's queues, over Coroscope's."""

from types import GenericAlias
from _coroscope import _Queue

__all__ = ("Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "QueueShutDown")


class QueueEmpty(Exception):
    """Raised when Queue.get_nowait() is called on an empty queue."""


class QueueFull(Exception):
    """Raised when Queue.put_nowait() is called on a full queue."""


class QueueShutDown(Exception):
    """Raised when putting on to or getting from a queue that was shut down."""


class Queue(_Queue):
    """First in, first out."""

    _kind = "fifo"
    __class_getitem__ = classmethod(GenericAlias)


class PriorityQueue(Queue):
    """The smallest item first."""

    _kind = "priority"


class LifoQueue(Queue):
    """Last in, first out."""

    _kind = "lifo"
