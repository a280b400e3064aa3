"""The event loop under its names on Unix, and the default policy."""

from . import base_events, events
from .log import logger

__all__ = ("SelectorEventLoop", "EventLoop")


class _UnixSelectorEventLoop(base_events.BaseEventLoop):
    """Coroscope's loop, under the name that its repr has in CPython."""

    def __init__(self, selector=None):
        super().__init__()
        logger.debug("Using selector: %s", type(selector).__name__ if selector else "EpollSelector")


EventLoop = SelectorEventLoop = _UnixSelectorEventLoop


class _DefaultEventLoopPolicy(events._BaseDefaultEventLoopPolicy):
    _loop_factory = SelectorEventLoop
