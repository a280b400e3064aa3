"""Pools of threads. On the virtual clock their functions run as simulated threads (`_threads.py`)."""

import _coroscope
import collections
import contextvars
import itertools
import os
import sys
import threading
import types
import _locks
import _threads
import _worker_calls
from . import _base

# Functions that held the loop for fewer seconds are not reported.
_MIN_REPORTED = 0.01


class BrokenThreadPool(_base.BrokenExecutor):
    """Raised when the initializer of a worker failed."""


class _WorkItem:
    """A call that was submitted to a pool."""

    def __init__(self, future, function, args, kwargs):
        self.future, self.function, self.args, self.kwargs = future, function, args, kwargs
        self.origin = _coroscope.origin(getattr(function, "_origin", None))

    __class_getitem__ = classmethod(types.GenericAlias)


class _Worker:
    """A thread of a pool."""

    def __init__(self, pool, name):
        self.pool = pool
        self.thread = _locks.worker(name)
        self.context = contextvars.Context()
        self.is_new = True

    def begin(self, item):
        """Starts a call."""
        name, file, line = _threads.name_of(item.function)
        lane = _coroscope.record_thread_start(name, item.origin, file, line)
        _threads.Thread(lane, self.thread, self.context, self._run(item, lane, name))

    async def _run(self, item, lane, name):
        if self.is_new and not await self._initialize():
            _coroscope.record_thread_end(lane, "the pool's initializer failed")
            item.future.set_exception(self.pool.BROKEN(self.pool._broken))
            return
        try:
            result = await self._call(item, name)
        except BaseException as error:
            message = str(error)
            _coroscope.record_thread_end(lane, type(error).__name__ + (f": {message}" if message else ""))
            item.future.set_exception(_threads.without_own_frames(error))
        else:
            _coroscope.record_thread_end(lane, None)
            item.future.set_result(result)
        self.pool._release(self)

    async def _call(self, item, name):
        """Calls the function: on the real clock in a worker if possible, otherwise in steps on the loop's thread."""
        if _coroscope.on_virtual_clock():
            return await _threads.call(item.function, *item.args, **item.kwargs)
        why = "this browser has no worker for it"
        try:
            if self.pool._initializer is not None:
                raise _worker_calls.NotPlain("its pool has an initializer")
            call = _worker_calls.Call(*_worker_calls.encode(item.function, item.args, item.kwargs, self.thread))
        except _worker_calls.NotPlain as reason:
            why = str(reason)
        else:
            if call.is_started:
                await _threads.Wait(None, call)
                if call.error is None:
                    return call.result()
                why = call.error
        thread = _threads.current
        thread.held, thread.resumed = 0, _coroscope.time()
        try:
            return await _threads.call(item.function, *item.args, **item.kwargs)
        finally:
            held = thread.held + _coroscope.time() - thread.resumed
            if held >= _MIN_REPORTED:
                _coroscope.record_ran_on_loop_thread(name, item.origin)
                print(f"{name}() was given to a thread, but ran on the loop's own thread and blocked it for "
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
    """A pool of threads that run calls in order."""

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
        self._start_next()
        return future

    def _start_next(self):
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

    def _release(self, worker):
        self._free.append(worker)
        self._start_next()
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
        self._release(worker)

    def _when_ended(self, callback):
        """Shuts the pool down, and calls `callback` once all calls have ended."""
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
