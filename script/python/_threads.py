"""Functions in threads on the virtual clock, beside the loop.

There is one thread only, and its stack can't be put aside. So a function of the script's that is to run in a thread
does so as a coroutine that awaits each of its calls (`_coroscope.stepwise_functions`). Where a call has to wait, the
coroutine yields until when and for what, and the others go on. What is not the script's is called as it is: a call of
the library's that has to wait ends with `Blocked`, and is made anew when what it waits for may be there.
"""

import _coroscope
import builtins
import functools
import linecache
import time
import types

_FILE = "script.py"
# Modules whose functions can be called anew after they were blocked.
_RESTARTED = {"threading", "_locks", "queue", "concurrent.futures._base", "concurrent.futures.thread"}

# The thread whose step runs; none where it is the loop's.
current = None
# Those that are not over.
_alive = {}


class Blocked(BaseException):
    """Ends a call that would wait in the thread that runs."""

    def __init__(self, on):
        super().__init__("a call waits")
        self.on = on


class Thread:
    """A function that goes on in steps. `context` is the thread's, `worker` a threading.Thread with its name."""

    def __init__(self, lane, worker, context, work):
        self.lane, self.worker, self._context, self._work = lane, worker, context, work
        # Of a call that can be made anew: that it is one, when it was made first, and when it gives up waiting.
        self.is_restarted, self.began, self.deadline = False, None, None
        # What it waits for, and whether that has woken it.
        self._on, self.is_woken, self._step = None, False, None
        # For how long its steps have held the loop, on the real clock, and when this one began.
        self.held, self.resumed = 0, None
        _alive[self] = None
        self._step_at(_coroscope.time())

    def _step_at(self, when):
        self._step = _coroscope.step_at(when, self._go_on)

    def wake(self):
        """What it waits for may be there. Called by that, which no longer has it in its list."""
        self._on, self.is_woken = None, True
        self._step.cancel() if self._step else None
        self._step_at(_coroscope.time())

    def _go_on(self):
        global current
        if self._on is not None:
            self._on._waiting.remove(self)
            self._on = None
        before, current, self._step = current, self, None
        self.resumed = _coroscope.time()
        try:
            wish = _coroscope.as_thread(self.lane, self._advance)
        finally:
            self.held += _coroscope.time() - self.resumed
            current = before
        if wish is None:
            del _alive[self]
            return
        when, on = wish
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
    """Leaves the thread up to a time, or until `on` wakes it. Whether it was woken."""

    def __init__(self, when, on=None):
        self._wish = when, on

    def __await__(self):
        yield self._wish
        return current.is_woken


def deadline_in(timeout):
    """The time in so many seconds, in the clock's whole microseconds."""
    return None if timeout is None else round(_coroscope.time() + timeout, 6)


def wait(on, is_there, timeout=None):
    """Waits until something is there, for so many seconds; whether it came. In a thread it raises Blocked."""
    thread = current
    if thread is None:
        return _block(is_there, deadline_in(timeout))
    if timeout is not None:
        if thread.deadline is None:
            thread.deadline = deadline_in(timeout)
        if _coroscope.time() >= thread.deadline:
            return False
    if not thread.is_restarted:
        raise RuntimeError(
            "a thread can't wait here: only what a function of the script calls itself can wait in a thread, and not "
            "what a generator, a class or the library calls")
    raise Blocked(on)


def _block(is_there, deadline):
    """The loop's thread waits: the others go on, and the loop stands still."""
    while not is_there():
        if _coroscope.step_while_blocked(deadline):
            continue
        if _coroscope.are_beside():
            raise RuntimeError("here the loop's thread can't block until a function in a worker has returned: await it")
        if deadline is None:
            raise RuntimeError("this would wait for ever: no thread is left that could end the wait")
        time.sleep(deadline - _coroscope.time())
        return is_there()
    return True


async def call(function, /, *args, **kwargs):
    """Calls a function in a thread, and leaves the thread where the call waits."""
    function, args, kwargs = _plain(function, args, kwargs)
    if function is time.sleep:
        return await _sleep(*args, **kwargs)
    stepwise = _stepwise(function) or _BY_HAND.get(function)
    if stepwise is not None:
        return await stepwise(*args, **kwargs)
    if _runs_in_context(function):
        return await _InContext(function.__self__, call(*args, **kwargs))
    if getattr(function, "__module__", None) in _RESTARTED:
        result = await _restarted(function, args, kwargs)
    else:
        result = function(*args, **kwargs)
    if _coroscope.ahead():
        await Wait(_coroscope.time())
    return result


def _plain(function, args, kwargs):
    """The function itself, where it is called by way of something."""
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


def _runs_in_context(function):
    return type(function) is types.BuiltinMethodType and type(function.__self__).__name__ == "Context" and (
        function.__name__ == "run")


class _InContext:
    """Does all steps of a coroutine in a context."""

    def __init__(self, context, work):
        self._context, self._work = context, work

    def __await__(self):
        while True:
            try:
                wish = self._context.run(self._work.send, None)
            except StopIteration as end:
                return end.value
            yield wish


async def _restarted(function, args, kwargs):
    thread, began = current, _coroscope.time()
    try:
        while True:
            thread.is_restarted, thread.began = True, began
            try:
                return function(*args, **kwargs)
            except Blocked as blocked:
                on = blocked.on
            finally:
                thread.is_restarted, thread.began = False, None
            await Wait(thread.deadline, on)
    finally:
        thread.deadline = None


def library_time():
    """The time as queues and semaphores read it. A call that is made anew first reads when it was made first, from
    which it reckons until when it waits."""
    if current is None or current.began is None:
        return _coroscope.time()
    began, current.began = current.began, None
    return began


async def _sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    await Wait(deadline_in(seconds))


class _With:
    """A `with` in a thread."""

    def __init__(self, manager):
        self._manager = manager

    async def __aenter__(self):
        return await call(type(self._manager).__enter__, self._manager)

    async def __aexit__(self, *error):
        return await call(type(self._manager).__exit__, self._manager, *error)


# The script's functions as coroutines: by first line and name.
@functools.cache
def _functions():
    builtins.__call_in_thread__, builtins.__with_in_thread__ = call, _With
    _, _, lines, _ = linecache.cache.get(_FILE, (0, None, [], _FILE))
    return _coroscope.stepwise_functions("".join(lines))


# Functions of the library that can't be called anew, as coroutines.
_BY_HAND = {}


def by_hand(function):
    """Makes a coroutine what is called in a thread in place of `function`."""
    def register(stepwise):
        _BY_HAND[function] = stepwise
        return stepwise
    return register


def _stepwise(function):
    """The script's function as a coroutine; none where it has none."""
    if type(function) is not types.FunctionType or function.__code__.co_filename != _FILE:
        return None
    known = function.__code__
    code = _functions().get((known.co_firstlineno, known.co_name))
    if code is None:
        return None
    cells = dict(zip(known.co_freevars, function.__closure__ or ()))
    if any(name not in cells for name in code.co_freevars):
        return None
    closure = tuple(cells[name] for name in code.co_freevars)
    stepwise = types.FunctionType(code, function.__globals__, known.co_name, function.__defaults__, closure)
    stepwise.__kwdefaults__ = function.__kwdefaults__
    return stepwise


def told(error):
    """An exception without the frames of this file in its traceback."""
    frames, at = [], error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename != __file_of_this__:
            frames.append(at)
        at = at.tb_next
    for frame in reversed(frames):
        at = types.TracebackType(at, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return error.with_traceback(at)


__file_of_this__ = told.__code__.co_filename


def name_of(function):
    """A function's name as its row shows it, and the line where it is defined, 0 where that is not the script's."""
    function, args, _ = _plain(function, (), {})
    while _runs_in_context(function) and args:
        function, args, _ = _plain(args[0], args[1:], {})
    code = getattr(function, "__code__", None)
    line = code.co_firstlineno if code is not None and code.co_filename == _FILE else 0
    if function is time.sleep:
        return "time.sleep", line
    name = getattr(function, "__qualname__", type(function).__qualname__).rpartition("<locals>.")[2]
    module = getattr(function, "__module__", None)
    return (name if line or module in (None, "builtins", "__main__") else f"{module}.{name}"), line


def finish():
    """What happens at an interpreter's end: it waits for its threads."""
    while _coroscope.step_while_blocked(None):
        pass
    if _alive:
        names = ", ".join(thread.worker.name for thread in _alive)
        raise RuntimeError(f"the script would hang here: it can't end before its threads, and these wait for ever: {names}")
