"""The event loop under its names on Unix, and the default policy."""

from . import base_events, events

__all__ = ("SelectorEventLoop", "EventLoop")


class _UnixSelectorEventLoop(base_events.BaseEventLoop):
    """Coroscope's loop, under the name that its repr has in CPython."""


EventLoop = SelectorEventLoop = _UnixSelectorEventLoop


class _DefaultEventLoopPolicy(events._BaseDefaultEventLoopPolicy):
    _loop_factory = SelectorEventLoop
