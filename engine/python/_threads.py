"""Simulated threads on the virtual clock.

There is only one real thread. So a function of the script that runs in a simulated thread is compiled as a coroutine
that awaits each of its calls (`_coroscope.stepwise_functions`). If a call has to wait, the coroutine yields the
deadline and the object that it waits for, and other threads continue. Library functions are called directly. If one
has to wait, it ends with `Blocked`, and is called again when the object may be ready.
"""

import _coroscope
import _script_files
import builtins
import functools
import time
import types

# Modules whose functions can be called again after `Blocked`.
_RESTARTABLE = {"threading", "_locks", "queue", "concurrent.futures._base", "concurrent.futures.thread"}

# The thread whose step is running; None for the loop's thread.
current = None
# The threads that have not ended.
_alive = {}


class Blocked(BaseException):
    """Ends a library call that would have to wait in the running thread."""

    def __init__(self, on):
        super().__init__("a call has to wait")
        self.on = on


class Thread:
    """A function that runs in steps. `context` is the thread's, `worker` a threading.Thread with its name."""

    def __init__(self, lane, worker, context, work):
        self.lane, self.worker, self._context, self._work = lane, worker, context, work
        # The state of a restartable call: whether one is running, when it was first called, and its deadline.
        self.is_restartable, self.began, self.deadline = False, None, None
        # The object that it waits for, whether that has woken it, and the scheduled step.
        self._on, self.is_woken, self._step = None, False, None
        # How long its steps have held the loop on the real clock, and when the current one began.
        self.held, self.resumed = 0, None
        _alive[self] = None
        self._step_at(_coroscope.time())

    def _step_at(self, when):
        self._step = _coroscope.step_at(when, self._run_step)

    def wake(self):
        """Called by the object that it waits for, which has removed it from its list."""
        self._on, self.is_woken = None, True
        self._step.cancel() if self._step else None
        self._step_at(_coroscope.time())

    def _run_step(self):
        global current
        if self._on is not None:
            self._on._waiting.remove(self)
            self._on = None
        before, current, self._step = current, self, None
        self.resumed = _coroscope.time()
        try:
            wait_request = _coroscope.as_thread(self.lane, self._advance)
        finally:
            self.held += _coroscope.time() - self.resumed
            current = before
        if wait_request is None:
            del _alive[self]
            return
        when, on = wait_request
        self._on, self.is_woken = on, False
        if on is not None:
            on._waiting.append(self)
        if when is not None:
            self._step_at(when)

    def _advance(self):
        try:
            return self._context.run(self._work.send, None)
        except StopIteration:
            return None


class Wait:
    """Suspends the thread until a time, or until `on` wakes it. The result is whether it was woken."""

    def __init__(self, when, on=None):
        self._request = when, on

    def __await__(self):
        yield self._request
        return current.is_woken


def deadline_in(timeout):
    """The time after a timeout, in whole microseconds of the clock; None for no timeout."""
    return None if timeout is None else round(_coroscope.time() + timeout, 6)


def wait(on, is_ready, timeout=None):
    """Waits until `is_ready()`, or for a timeout. Returns whether it is ready. In a thread, raises Blocked instead."""
    thread = current
    if thread is None:
        return _block(is_ready, deadline_in(timeout))
    if timeout is not None:
        if thread.deadline is None:
            thread.deadline = deadline_in(timeout)
        if _coroscope.time() >= thread.deadline:
            return False
    if not thread.is_restartable:
        raise RuntimeError(
            "a thread can't wait here: only calls in a function of the script can wait in a thread, not calls in a "
            "generator, a class or the library")
    raise Blocked(on)


def _block(is_ready, deadline):
    """Blocks the loop's thread. Other threads continue."""
    while not is_ready():
        if _coroscope.step_while_blocked(deadline):
            continue
        if _coroscope.has_worker_calls():
            raise RuntimeError("the loop's thread can't block until a function in a worker has returned: await it")
        if deadline is None:
            raise RuntimeError("this would wait forever: no thread is left that could end the wait")
        time.sleep(deadline - _coroscope.time())
        return is_ready()
    return True


async def call(function, /, *args, **kwargs):
    """Calls a function in a thread. Suspends the thread if the call has to wait."""
    function, args, kwargs = unwrap(function, args, kwargs)
    if function is time.sleep:
        return await _sleep(*args, **kwargs)
    stepwise = _stepwise(function) or _STEPWISE_VERSIONS.get(function)
    if stepwise is not None:
        return await stepwise(*args, **kwargs)
    if is_context_run(function):
        return await _InContext(function.__self__, call(*args, **kwargs))
    if getattr(function, "__module__", None) in _RESTARTABLE:
        result = await _call_restartable(function, args, kwargs)
    else:
        result = function(*args, **kwargs)
    if _coroscope.ahead():
        await Wait(_coroscope.time())
    return result


def unwrap(function, args, kwargs):
    """The function behind partials, bound methods and callable objects, with its arguments."""
    while True:
        kind = type(function)
        if kind is functools.partial:
            args, kwargs = (*function.args, *args), {**function.keywords, **kwargs}
            function = function.func
        elif kind is types.MethodType:
            function, args = function.__func__, (function.__self__, *args)
        elif kind is not types.FunctionType and isinstance(getattr(kind, "__call__", None), types.FunctionType):
            function, args = kind.__call__, (function, *args)
        else:
            return function, args, kwargs


def is_context_run(function):
    return type(function) is types.BuiltinMethodType and type(function.__self__).__name__ == "Context" and (
        function.__name__ == "run")


class _InContext:
    """Runs all steps of a coroutine in a context."""

    def __init__(self, context, work):
        self._context, self._work = context, work

    def __await__(self):
        while True:
            try:
                request = self._context.run(self._work.send, None)
            except StopIteration as end:
                return end.value
            yield request


async def _call_restartable(function, args, kwargs):
    thread, began = current, _coroscope.time()
    try:
        while True:
            thread.is_restartable, thread.began = True, began
            try:
                return function(*args, **kwargs)
            except Blocked as blocked:
                on = blocked.on
            finally:
                thread.is_restartable, thread.began = False, None
            await Wait(thread.deadline, on)
    finally:
        thread.deadline = None


def library_time():
    """The time for queues and semaphores. A restarted call first gets the time of its first start, so that its timeout
    counts from there."""
    if current is None or current.began is None:
        return _coroscope.time()
    began, current.began = current.began, None
    return began


async def _sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    await Wait(deadline_in(seconds))


class _With:
    """The manager of a `with` statement in a thread."""

    def __init__(self, manager):
        self._manager = manager

    async def __aenter__(self):
        return await call(type(self._manager).__enter__, self._manager)

    async def __aexit__(self, *error):
        return await call(type(self._manager).__exit__, self._manager, *error)


# The functions of a file of the script or of a package as coroutines, by first line and name.
@functools.cache
def _functions(file):
    builtins.__call_in_thread__, builtins.__with_in_thread__ = call, _With
    return _coroscope.stepwise_functions(file, _script_files.texts[file])


# Coroutines that replace library functions that can't be restarted.
_STEPWISE_VERSIONS = {}


def stepwise_version_of(function):
    """A decorator for a coroutine that replaces `function` in a thread."""
    def register(stepwise):
        _STEPWISE_VERSIONS[function] = stepwise
        return stepwise
    return register


def _stepwise(function):
    """The coroutine version of a function of the script or of a package; None for other functions."""
    if type(function) is not types.FunctionType or function.__code__.co_filename not in _script_files.texts:
        return None
    known = function.__code__
    code = _functions(known.co_filename).get((known.co_firstlineno, known.co_name))
    if code is None:
        return None
    cells = dict(zip(known.co_freevars, function.__closure__ or ()))
    if any(name not in cells for name in code.co_freevars):
        return None
    closure = tuple(cells[name] for name in code.co_freevars)
    stepwise = types.FunctionType(code, function.__globals__, known.co_name, function.__defaults__, closure)
    stepwise.__kwdefaults__ = function.__kwdefaults__
    return stepwise


def without_own_frames(error):
    """An exception, with the frames of this file removed from its traceback."""
    frames, at = [], error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename != _THIS_FILE:
            frames.append(at)
        at = at.tb_next
    for frame in reversed(frames):
        at = types.TracebackType(at, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return error.with_traceback(at)


_THIS_FILE = without_own_frames.__code__.co_filename


def name_of(function):
    """A function's name in the log, and the file and line of its definition; 0 if that is not in the script."""
    function, args, _ = unwrap(function, (), {})
    while is_context_run(function) and args:
        function, args, _ = unwrap(args[0], args[1:], {})
    code = getattr(function, "__code__", None)
    is_own = code is not None and _coroscope.is_script_file(code.co_filename)
    file, line = (code.co_filename, code.co_firstlineno) if is_own else ("script.py", 0)
    if function is time.sleep:
        return "time.sleep", file, line
    name = getattr(function, "__qualname__", type(function).__qualname__).rpartition("<locals>.")[2]
    module = getattr(function, "__module__", None)
    return (name if line or module in (None, "builtins", "__main__") else f"{module}.{name}"), file, line


def check_loop():
    """Raises an error if a loop is about to block a thread: only functions of the script can wait in a thread."""
    if current is not None:
        raise RuntimeError(
            "a loop can't run here: in a thread, only functions of the script can call asyncio.run and "
            "loop.run_until_complete")


def finish():
    """Waits for all threads, as an interpreter does at its end."""
    while _coroscope.step_while_blocked(None):
        pass
    if _alive:
        names = ", ".join(thread.worker.name for thread in _alive)
        raise RuntimeError(
            f"the script would hang here: it can't end before its threads, and these wait forever: {names}")
