"""The loop under the names that programs for Unix know, and the policy that makes it."""

from . import base_events, events

__all__ = ("SelectorEventLoop", "EventLoop")


class SelectorEventLoop(base_events.BaseEventLoop):
    """Coroscope's loop."""


EventLoop = SelectorEventLoop


class _DefaultEventLoopPolicy(events._BaseDefaultEventLoopPolicy):
    _loop_factory = SelectorEventLoop
