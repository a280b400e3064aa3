"""Coroscope's event loop, with asyncio's interface."""

import _coroscope
import _threads
import contextlib
import signal
import sys
import weakref
from . import (
    _deadlines, _debug_mode, _early_timers, _error_handling, _executors, _turns, _unavailable, coroutines, events,
    futures, tasks,
)
from ._debug_mode import made_by_caller
from ._sockets import Server, SocketMethods
from .log import logger

__all__ = ("BaseEventLoop", "Server")


def _run_until_complete_cb(future):
    """The callback of the main task, by which packages find that task."""
    if not future.cancelled() and isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
        return
    futures._get_loop(future).stop()


class BaseEventLoop(
        _debug_mode.DebugMode, _error_handling.ErrorHandling, _executors.Executors, SocketMethods,
        events.AbstractEventLoop):
    """An event loop."""

    def __init__(self):
        self._closed = self._stopping = self._is_running = False
        self.set_debug(coroutines._is_debug_mode())
        self._exception_handler = self._task_factory = self._default_executor = None
        self._has_shut_executor = False
        self._asyncgens = weakref.WeakValueDictionary()
        self._run_for = self._thread = None
        # Callbacks that became ready while this loop was stopped.
        self._ready_later = []
        self._timers_before_zero = _early_timers.EarlyTimers(self._run)
        self._signal_handlers = {}
        self.slow_callback_duration = 0.1

    def __repr__(self):
        return (f"<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} "
                f"debug={self.get_debug()}>")

    # Running.

    @contextlib.contextmanager
    def _running(self):
        self._check_closed()
        _threads.check_loop()
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._note_asyncgen, finalizer=self._finalize_asyncgen)
        self._is_running = True
        self._track_origins(self._debug)
        events._set_running_loop(self)
        self._start_again()
        try:
            yield
        finally:
            self._stopping = self._is_running = False
            self._track_origins(False)
            events._set_running_loop(None)
            sys.set_asyncgen_hooks(*hooks)

    def _start_again(self):
        """Continues what became ready while this loop was stopped, because another one was running."""
        _coroscope.loop_started(self)
        handles, self._ready_later = self._ready_later, []
        for handle in handles:
            _coroscope.call_soon(self._run, handle, handle._callback)
        self._look_again_at_sockets()

    def _is_over(self, progressed):
        if not progressed:
            raise _WouldHang(_coroscope.hang(self._run_for, self._idle_servers()))
        return self._stopping

    def run_forever(self):
        with self._running():
            while not self._is_over(_coroscope.turn()):
                pass

    async def _run_forever(self):
        with self._running():
            while not self._is_over(await _turns.Turn()):
                pass

    @contextlib.contextmanager
    def _until_complete(self, future):
        if _coroscope.is_hung():
            # No code of the script runs any more, not even the shutdown of asyncio.run.
            getattr(future, "close", _nothing)()
            raise _WouldHang(_coroscope.hang(future, []))
        self._check_closed()
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        is_new = not futures.isfuture(future)
        future = self._idle(future) or tasks.ensure_future(future, loop=self)
        future.add_done_callback(self._stop_after)
        self._run_for = future
        try:
            yield future
        except BaseException:
            if is_new and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            future.remove_done_callback(self._stop_after)
            self._run_for = None
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")

    def _idle(self, coroutine):
        """A future that replaces a shutdown task of asyncio.run that has nothing to do. It takes as many passes and uses
        up a default task name, but has no row on the timeline."""
        code = getattr(coroutine, "cr_code", None)
        shutdowns = BaseEventLoop.shutdown_asyncgens, BaseEventLoop.shutdown_default_executor
        if self._asyncgens or self._default_executor or self._task_factory:
            return None
        if all(code is not shutdown.__code__ for shutdown in shutdowns):
            return None
        coroutine.close()
        _coroscope.skip_task_name()
        future = self.create_future()
        self.call_soon(future.set_result, None)
        return future

    def run_until_complete(self, future):
        with self._until_complete(future) as task:
            self.run_forever()
        return task.result()

    async def _run_until_complete(self, future):
        with self._until_complete(future) as task:
            await self._run_forever()
        return task.result()

    def _stop_after(self, future):
        if not future.cancelled() and isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
            return
        self.stop()

    def stop(self):
        self._stopping = True
        if self._thread is not None:
            self._thread.wake()
        self.call_soon(_nothing)

    def is_running(self):
        return self._is_running

    def is_closed(self):
        return self._closed

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self._debug and not self._closed:
            logger.debug("Close %r", self)
        self._closed = self._has_shut_executor = True
        self._ready_later.clear()
        self._close_sockets()
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def _check_closed(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    async def shutdown_asyncgens(self):
        tasks.current_task().set_name("asyncio.run: close generators")
        left, self._asyncgens = list(self._asyncgens.values()), weakref.WeakValueDictionary()
        for generator in left:
            _coroscope.record_left_open(generator)
        parent = _coroscope.task_number()
        closing = [self._close_generator(generator, parent) for generator in left]
        ended = await tasks.gather(*closing, return_exceptions=True)
        for generator, result in zip(left, ended):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    "message": "an error occurred during closing of "
                               f"asynchronous generator {generator!r}",
                    "exception": result,
                    "asyncgen": generator,
                })

    def _note_asyncgen(self, generator):
        self._asyncgens[id(generator)] = generator

    def _finalize_asyncgen(self, generator):
        self._asyncgens.pop(id(generator), None)
        if not self.is_closed():
            left_by = _coroscope.record_left_open(generator)
            self.call_soon(self._close_generator, generator, left_by)

    def _close_generator(self, generator, left_by):
        closing = _coroscope.close_generator(generator, left_by, self.create_task)
        closing.add_done_callback(_coroscope.record_closed)
        return closing

    # Callbacks and time.

    def time(self):
        return _coroscope.read_clock()

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        if self._debug:
            self._check_call(callback, "call_soon")
        return self._call_soon(callback, args, context)

    def call_soon_threadsafe(self, callback, *args, context=None):
        self._check_closed()
        if self._debug:
            self._check_callback(callback, "call_soon_threadsafe")
        return self._call_soon(callback, args, context)

    def _call_soon(self, callback, args, context):
        handle = events.Handle(callback, args, self, context)
        if self._debug:
            made_by_caller(made_by_caller(handle))
        _coroscope.call_soon(self._run, handle, callback)
        return handle

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError("delay must not be None")
        timer = self.call_at(_coroscope.time() + delay, callback, *args, context=context)
        return made_by_caller(timer) if self._debug else timer

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        if self._debug:
            self._check_call(callback, "call_at")
        timer = events.TimerHandle(when, callback, args, self, context)
        if self._debug:
            made_by_caller(timer)
        if when < 0:
            return self._timers_before_zero.add(timer)
        timer._scheduled = _coroscope.call_at(float(when), self._run, timer, callback, _deadlines.is_deadline(callback))
        return timer

    def _timer_handle_cancelled(self, timer):
        if timer._scheduled:
            timer._scheduled.cancel()

    def _run(self, handle):
        if handle._cancelled:
            return
        if not self._is_running:
            self._ready_later.append(handle)
            return
        main = _coroscope.running_loop()
        if main is not self:
            # This loop runs in a thread, beside the main loop.
            _coroscope.set_running_loop(self)
        before = _coroscope.time()
        handle._run()
        if main is not self:
            _coroscope.set_running_loop(main)
        if self._debug:
            self._report_if_slow(handle, _coroscope.time() - before)

    # Futures and tasks.

    def create_future(self):
        return futures.Future(loop=self)

    def create_task(self, coro, **kwargs):
        self._check_closed()
        if self._task_factory is not None:
            return self._task_factory(self, coro, **kwargs)
        task = tasks.Task(coro, loop=self, **kwargs)
        return made_by_caller(task) if self._debug else task

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    # Signals.

    def add_signal_handler(self, sig, callback, *args):
        self._check_closed()
        signal.tell_that_none_arrive("loop.add_signal_handler")
        self._signal_handlers[sig] = callback, args

    def remove_signal_handler(self, sig):
        return self._signal_handlers.pop(sig, None) is not None


class _WouldHang(BaseException):
    """Ends a run that hangs. Not an Exception, so that the script does not catch it and hang again."""


def _nothing():
    pass


_unavailable.replace_methods(BaseEventLoop)
