"""Coroscope's event loop, with asyncio's interface."""

import _coroscope
import _locks
import concurrent.futures.thread
import contextlib
import signal
import sys
import warnings
import weakref
from . import _deadlines, _error_handling, _turns, _unavailable, coroutines, events, futures, tasks, timeouts
from ._sockets import Server, SocketMethods
from .log import logger

__all__ = ("BaseEventLoop", "Server")


def _run_until_complete_cb(future):
    """The callback of the main task, by which packages find that task."""
    if not future.cancelled() and isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
        return
    futures._get_loop(future).stop()


class BaseEventLoop(_error_handling.ErrorHandling, SocketMethods, events.AbstractEventLoop):
    """An event loop."""

    def __init__(self):
        self._closed = self._stopping = self._is_running = False
        self.set_debug(coroutines._is_debug_mode())
        self._exception_handler = self._task_factory = self._default_executor = None
        self._has_shut_executor = False
        self._asyncgens = weakref.WeakValueDictionary()
        self._run_for = None
        # Callbacks that became ready while this loop was stopped.
        self._ready_later = []
        self._signal_handlers = {}
        self.slow_callback_duration = 0.1

    def __repr__(self):
        return (f"<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} "
                f"debug={self.get_debug()}>")

    # Running.

    @contextlib.contextmanager
    def _running(self):
        self._check_closed()
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._note_asyncgen, finalizer=self._finalize_asyncgen)
        self._is_running = True
        events._set_running_loop(self)
        self._start_again()
        try:
            yield
        finally:
            self._stopping = self._is_running = False
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
        self.call_soon(_nothing)

    def is_running(self):
        return self._is_running

    def is_closed(self):
        return self._closed

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
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

    async def shutdown_default_executor(self, timeout=None):
        self._has_shut_executor = True
        if self._default_executor is None:
            return
        tasks.current_task().set_name("asyncio.run: wait for threads")
        ended = self.create_future()
        self._default_executor._when_ended(
            lambda: self.call_soon_threadsafe(futures._set_result_unless_cancelled, ended, None))
        try:
            async with timeouts.timeout(timeout):
                await ended
        except TimeoutError:
            warnings.warn(f"The executor did not finishing joining its threads within {timeout} seconds.",
                          RuntimeWarning, stacklevel=2)
            self._default_executor.shutdown(wait=False)

    # Callbacks and time.

    def time(self):
        return _coroscope.read_clock()

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        self._check_callback(callback, "call_soon")
        handle = events.Handle(callback, args, self, context)
        _coroscope.call_soon(self._run, handle, callback)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError("delay must not be None")
        return self.call_at(_coroscope.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        self._check_callback(callback, "call_at")
        timer = events.TimerHandle(when, callback, args, self, context)
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
        before = _coroscope.time()
        handle._run()
        self._report_if_slow(handle, _coroscope.time() - before)

    def _report_if_slow(self, executed, took):
        if self._debug and took >= self.slow_callback_duration:
            logger.warning("Executing %r took %.3f seconds", executed, took)

    def _check_callback(self, callback, method):
        if not self._debug:
            return
        if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
            raise TypeError(f"coroutines cannot be used with {method}()")
        if not callable(callback):
            raise TypeError(f"a callable object was expected by {method}(), got {callback!r}")

    # Futures and tasks.

    def create_future(self):
        return futures.Future(loop=self)

    def create_task(self, coro, **kwargs):
        self._check_closed()
        if self._task_factory is not None:
            return self._task_factory(self, coro, **kwargs)
        return tasks.Task(coro, loop=self, **kwargs)

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    def run_in_executor(self, executor, func, *args):
        self._check_closed()
        if self._debug:
            self._check_callback(func, "run_in_executor")
        if executor is None:
            if self._has_shut_executor:
                raise RuntimeError("Executor shutdown has been called")
            if self._default_executor is None:
                self._default_executor = concurrent.futures.thread.ThreadPoolExecutor(thread_name_prefix="asyncio")
            executor = self._default_executor
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        if not isinstance(executor, concurrent.futures.thread.ThreadPoolExecutor):
            raise TypeError("executor must be ThreadPoolExecutor instance")
        self._default_executor = executor

    # Signals.

    def add_signal_handler(self, sig, callback, *args):
        self._check_closed()
        signal.tell_that_none_arrive("loop.add_signal_handler")
        self._signal_handlers[sig] = callback, args

    def remove_signal_handler(self, sig):
        return self._signal_handlers.pop(sig, None) is not None

    # Debugging.

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled
        if enabled:
            _coroscope.watch_steps()


class _WouldHang(BaseException):
    """Ends a run that hangs. Not an Exception, so that the script does not catch it and hang again."""


def _nothing():
    pass


_unavailable.replace_methods(BaseEventLoop)
