"""Selectors as arguments of asyncio.SelectorEventLoop. They watch nothing: a selector that waits would block the loop, which
looks at its sockets itself."""

import collections

EVENT_READ, EVENT_WRITE = 1, 2
SelectorKey = collections.namedtuple("SelectorKey", ["fileobj", "fd", "events", "data"])


class BaseSelector:
    """A selector without files."""

    def _refuse(self, method):
        raise NotImplementedError(
            f"selectors.{type(self).__name__}.{method} is not available: waiting in a selector would block the loop. Use "
            "asyncio.start_server and asyncio.open_connection, or loop.add_reader")

    def register(self, fileobj, events, data=None):
        self._refuse("register")

    def unregister(self, fileobj):
        raise KeyError(f"{fileobj!r} is not registered")

    def modify(self, fileobj, events, data=None):
        self._refuse("modify")

    def select(self, timeout=None):
        self._refuse("select")

    def get_key(self, fileobj):
        raise KeyError(f"{fileobj!r} is not registered")

    def get_map(self):
        return {}

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class SelectSelector(BaseSelector):
    pass


class PollSelector(BaseSelector):
    pass


class EpollSelector(BaseSelector):
    pass


DefaultSelector = EpollSelector
