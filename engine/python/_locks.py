"""Locks and conditions of `threading` for simulated threads. The library's own events, queues and pools use them."""

import _coroscope
import _thread
import _threading_local
import itertools
import queue
import threading
import _threads
from _threads import Wait, call, deadline_in, stepwise_version_of, wait


class Lock:
    """threading.Lock."""

    def __init__(self):
        self._is_locked = False
        self._waiting = []

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be a non-negative number")
        if self._is_locked and blocking:
            wait(self, lambda: not self._is_locked, None if timeout == -1 else timeout)
        if self._is_locked:
            return False
        self._is_locked = True
        return True

    def release(self):
        if not self._is_locked:
            raise RuntimeError("release unlocked lock")
        self._is_locked = False
        if self._waiting:
            self._waiting.pop(0).wake()

    def locked(self):
        return self._is_locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()

    def _at_fork_reinit(self):
        self.__init__()

    def __repr__(self):
        state = "locked" if self._is_locked else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


class Condition(threading.Condition):
    """threading.Condition."""

    __module__ = "threading"

    def __init__(self, lock=None):
        super().__init__(lock)
        self._waiting = self._waiters = []

    def wait(self, timeout=None):
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        if _threads.current is not None:
            return wait(self, None, timeout)
        waiter = _LoopWaiter()
        self._waiting.append(waiter)
        saved = self._release_save()
        try:
            return wait(self, lambda: waiter.is_woken, timeout)
        finally:
            self._acquire_restore(saved)
            if not waiter.is_woken:
                self._waiting.remove(waiter)

    def notify(self, n=1):
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        for _ in range(min(n, len(self._waiting))):
            self._waiting.pop(0).wake()


class _LoopWaiter:
    """The loop's thread, while it waits."""

    is_woken = False

    def wake(self):
        self.is_woken = True


@stepwise_version_of(Condition.wait)
async def _wait(condition, timeout=None):
    if not condition._is_owned():
        raise RuntimeError("cannot wait on un-acquired lock")
    saved = condition._release_save()
    is_woken = await Wait(deadline_in(timeout), condition)
    await call(condition._acquire_restore, saved)
    return is_woken


@stepwise_version_of(threading.Condition.wait_for)
async def _wait_for(condition, predicate, timeout=None):
    deadline = deadline_in(timeout)
    while not (result := await call(predicate)):
        left = None if deadline is None else deadline - _coroscope.time()
        if left is not None and left <= 0:
            break
        await _wait(condition, left)
    return result


_identities = itertools.count(2).__next__
_identity_of_main = _thread.get_ident()


def _get_ident():
    return _identity_of_main if _threads.current is None else _threads.current.worker.ident


def worker(name):
    """A threading.Thread object for a pool's worker. It is never started as a real thread."""
    thread = threading.Thread(name=name)
    thread._ident = _identities()
    thread._started.set()
    threading._active[thread._ident] = thread
    return thread


def install():
    """Replaces Python's own locks, conditions and thread identities."""
    threading.Lock = threading._allocate_lock = Lock
    threading.RLock = threading._PyRLock
    threading.Condition = Condition
    threading.local = _threading_local.local
    threading.get_ident = _thread.get_ident = _get_ident
    threading._time = queue.time = _threads.library_time


install()
