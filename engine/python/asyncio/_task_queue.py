"""The queue inside of as_completed. It is not recorded as a resource, so its consumers are shown waiting for tasks."""

from collections import deque
from . import events


class Queue:
    """CPython's asyncio.Queue, as far as as_completed needs it."""

    def __init__(self):
        self._items, self._getters = deque(), deque()

    def put_nowait(self, item):
        self._items.append(item)
        self._wake_next()

    async def get(self):
        while not self._items:
            getter = events.get_running_loop().create_future()
            self._getters.append(getter)
            try:
                await getter
            except:
                getter.cancel()
                if getter in self._getters:
                    self._getters.remove(getter)
                if self._items and not getter.cancelled():
                    self._wake_next()
                raise
        return self._items.popleft()

    def _wake_next(self):
        while self._getters:
            getter = self._getters.popleft()
            if not getter.done():
                getter.set_result(None)
                break
