"""Pools of threads. On the virtual clock their functions go on in steps beside the loop (`_threads.py`)."""

import _coroscope
import collections
import contextvars
import itertools
import os
import sys
import threading
import types
import _beside
import _locks
import _threads
from . import _base

# What held the loop for fewer seconds is not told.
_LONG = 0.01


class BrokenThreadPool(_base.BrokenExecutor):
    """Raised when the initializer of a worker failed."""


class _WorkItem:
    """A call that a pool was asked for."""

    def __init__(self, future, function, args, kwargs):
        self.future, self.function, self.args, self.kwargs = future, function, args, kwargs
        self.asked = _coroscope.asked(getattr(function, "_asked", None))

    __class_getitem__ = classmethod(types.GenericAlias)


class _Worker:
    """A thread of a pool."""

    def __init__(self, pool, name):
        self.pool = pool
        self.thread = _locks.worker(name)
        self.context = contextvars.Context()
        self.is_new = True

    def begin(self, item):
        """Does a call."""
        name, line = _threads.name_of(item.function)
        lane = _coroscope.thread_started(name, item.asked, line)
        _threads.Thread(lane, self.thread, self.context, self._run(item, lane, name))

    async def _run(self, item, lane, name):
        if self.is_new and not await self._initialize():
            _coroscope.thread_ended(lane, "the pool's initializer failed")
            item.future.set_exception(self.pool.BROKEN(self.pool._broken))
            return
        try:
            result = await self._call(item, name)
        except BaseException as error:
            words = str(error)
            _coroscope.thread_ended(lane, type(error).__name__ + (f": {words}" if words else ""))
            item.future.set_exception(_threads.told(error))
        else:
            _coroscope.thread_ended(lane, None)
            item.future.set_result(result)
        self.pool._is_free(self)

    async def _call(self, item, name):
        """Calls the function: on the real clock in a worker where that can be, else in steps on the loop's own thread."""
        if _coroscope.on_virtual_clock():
            return await _threads.call(item.function, *item.args, **item.kwargs)
        why = "this browser has no worker for it"
        try:
            if self.pool._initializer is not None:
                raise _beside.NotPlain("its pool has an initializer")
            asked = _beside.Asked(*_beside.request_of(item.function, item.args, item.kwargs, self.thread))
        except _beside.NotPlain as reason:
            why = str(reason)
        else:
            if asked.is_asked:
                await _threads.Wait(None, asked)
                if asked.refusal is None:
                    return asked.result()
                why = asked.refusal
        thread = _threads.current
        thread.held, thread.resumed = 0, _coroscope.time()
        try:
            return await _threads.call(item.function, *item.args, **item.kwargs)
        finally:
            held = thread.held + _coroscope.time() - thread.resumed
            if held >= _LONG:
                _coroscope.warn_of_loop_thread(name, item.asked)
                print(f"{name}() was given to a thread, but ran on the loop's own, which it held for "
                      f"{held * 1000:.0f} ms: {why}", file=sys.stderr)

    async def _initialize(self):
        self.is_new = False
        if self.pool._initializer is None:
            return True
        try:
            await _threads.call(self.pool._initializer, *self.pool._initargs)
        except BaseException:
            _base.LOGGER.critical("Exception in initializer:", exc_info=True)
            self.pool._initializer_failed(self)
            return False
        return True


class ThreadPoolExecutor(_base.Executor):
    """Threads that do calls, each call in its turn."""

    BROKEN = BrokenThreadPool
    _counter = itertools.count().__next__

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is None:
            max_workers = min(32, (os.process_cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._thread_name_prefix = thread_name_prefix or f"ThreadPoolExecutor-{self._counter()}"
        self._initializer, self._initargs = initializer, initargs
        self._work_queue = collections.deque()
        self._threads, self._free = [], collections.deque()
        self._broken = self._shutdown = False
        self._ended, self._callbacks = threading.Condition(), []

    def submit(self, fn, /, *args, **kwargs):
        if self._broken:
            raise self.BROKEN(self._broken)
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = _base.Future()
        self._work_queue.append(_WorkItem(future, fn, args, kwargs))
        self._go_on()
        return future

    def _go_on(self):
        while self._work_queue:
            if self._free:
                worker = self._free.popleft()
            elif len(self._threads) < self._max_workers:
                worker = _Worker(self, f"{self._thread_name_prefix}_{len(self._threads)}")
                self._threads.append(worker)
            else:
                return
            item = self._work_queue.popleft()
            if item.future.set_running_or_notify_cancel():
                worker.begin(item)
            else:
                self._free.append(worker)

    def _is_free(self, worker):
        self._free.append(worker)
        self._go_on()
        if self._has_ended():
            with self._ended:
                self._ended.notify_all()
            if self._shutdown:
                for callback in self._callbacks:
                    callback()

    def _has_ended(self):
        return not self._work_queue and len(self._free) == len(self._threads)

    def _initializer_failed(self, worker):
        self._broken = "A thread initializer failed, the thread pool is not usable anymore"
        left, self._work_queue = self._work_queue, collections.deque()
        for item in left:
            item.future.set_exception(self.BROKEN(self._broken))
        self._is_free(worker)

    def _when_ended(self, callback):
        """Shuts the pool, and calls `callback` once it has nothing more to do."""
        self._shutdown = True
        if self._has_ended():
            callback()
        else:
            self._callbacks.append(callback)

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._shutdown = True
        if cancel_futures:
            left, self._work_queue = self._work_queue, collections.deque()
            for item in left:
                item.future.cancel()
        if wait:
            with self._ended:
                while not self._has_ended():
                    self._ended.wait()
