"""Has the log tell which stream a task reads from or waits to write to, and how many bytes wait there."""

import weakref


def install(streams):
    """Replaces the methods of CPython's streams that wait, and those that the log has to know of."""
    reader, mixin, protocol = streams.StreamReader, streams.FlowControlMixin, streams.StreamReaderProtocol
    reader._set_transport, reader.set_transport = reader.set_transport, _set_transport
    reader._resume_transport, reader._maybe_resume_transport = reader._maybe_resume_transport, _maybe_resume_transport
    reader._wait_for_data = _wait_for_data
    mixin._drain_helper = _drain_helper
    protocol._get_close_waiter = _get_close_waiter


def _socket(transport):
    return getattr(transport, "_sock", None)


def _waiting(future, direction, op, name):
    """An awaitable of a future that the log calls a wait for an operation on a stream."""
    if direction is None:
        return future
    future._waits_for = name
    return direction.logged.wait(future, op)


def _set_transport(self, transport):
    self._set_transport(transport)
    incoming = getattr(_socket(transport), "_incoming", None)
    if incoming is not None:
        own = weakref.ref(self)
        incoming.count_unread = lambda: len(reader._buffer) if (reader := own()) else 0


def _maybe_resume_transport(self):
    """Called after the script has read."""
    incoming = getattr(_socket(self._transport), "_incoming", None)
    if incoming is not None:
        incoming.record()
    self._resume_transport()


async def _wait_for_data(self, func_name):
    if self._waiter is not None:
        raise RuntimeError(f"{func_name}() called while another coroutine is already waiting for incoming data")
    if self._paused:
        self._paused = False
        self._transport.resume_reading()
    self._waiter = self._loop.create_future()
    incoming = getattr(_socket(self._transport), "_incoming", None)
    try:
        await _waiting(self._waiter, incoming, "read", f"StreamReader.{func_name}")
    finally:
        self._waiter = None


async def _drain_helper(self):
    if self._connection_lost:
        raise ConnectionResetError("Connection lost")
    if not self._paused:
        return
    waiter = self._loop.create_future()
    self._drain_waiters.append(waiter)
    outgoing = getattr(_socket(getattr(self, "_transport", None)), "_outgoing", None)
    try:
        await _waiting(waiter, outgoing, "drain", "StreamWriter.drain")
    finally:
        self._drain_waiters.remove(waiter)


def _get_close_waiter(self, stream):
    outgoing = getattr(_socket(self._transport), "_outgoing", None)
    return _waiting(self._closed, outgoing, "wait_closed", "StreamWriter.wait_closed")
