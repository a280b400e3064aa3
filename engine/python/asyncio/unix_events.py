"""The event loop under its names on Unix, and the default policy."""

from . import base_events, events

__all__ = ("SelectorEventLoop", "EventLoop")


class SelectorEventLoop(base_events.BaseEventLoop):
    """Coroscope's loop."""


EventLoop = SelectorEventLoop


class _DefaultEventLoopPolicy(events._BaseDefaultEventLoopPolicy):
    _loop_factory = SelectorEventLoop
