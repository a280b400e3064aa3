"""What a loop asks which of its sockets are ready. Sockets are reported in the order in which epoll reports them: by when
they became ready; one that stays ready comes again, after the others."""

import _coroscope
import _network
from types import SimpleNamespace


class Selector:
    """The sockets that a loop watches, and what for."""

    def __init__(self, loop):
        self._loop = loop
        self._keys = {}
        # The numbers of the sockets that may be ready, with those of the tasks that caused that.
        self._ready = {}
        self._is_requested = False
        _network.add_selector(self)

    def close(self):
        _network.remove_selector(self)
        self._keys.clear()

    # The interface of CPython's selectors, as far as its loop uses it.

    def register(self, socket, events, data):
        number = _number(socket)
        self._keys[number] = SimpleNamespace(fileobj=socket, fd=number, events=events, data=data)
        self.note(number, None)

    modify = register

    def unregister(self, socket):
        self.forget(_number(socket))

    def get_key(self, socket):
        return self._keys[_number(socket)]

    def get_map(self):
        return _Map(self._keys)

    # Called by the network.

    def note(self, number, cause):
        """A socket may have become ready."""
        key = self._keys.get(number)
        if key is not None and _network.readiness(number) & key.events:
            if number not in self._ready or cause is not None:
                self._ready[number] = cause
            self._request()

    def forget(self, number):
        self._keys.pop(number, None)
        self._ready.pop(number, None)

    # What the loop does.

    def look_again(self):
        """Has the loop look at the sockets in its next pass, if one is ready."""
        if any(_network.readiness(number) & self._keys[number].events for number in self._ready):
            self._request()

    def _request(self):
        if not self._is_requested and self._loop.is_running():
            self._is_requested = True
            _coroscope.before_next_pass(self._report)

    def _report(self):
        """Schedules the callbacks of the sockets that are ready."""
        self._is_requested = False
        if not self._loop.is_running():
            return
        seen, self._ready = self._ready, {}
        for number, cause in seen.items():
            key = self._keys.get(number)
            mask = 0 if key is None else _network.readiness(number) & key.events
            if mask:
                self._ready[number] = None
                self._loop._schedule_ready(key, mask, cause)


class _Map:
    """The keys by socket or number."""

    def __init__(self, keys):
        self._keys = keys

    def get(self, socket, default=None):
        return self._keys.get(_number(socket), default)


def _number(socket):
    return socket if isinstance(socket, int) else socket.fileno()
