"""Real threads on the virtual clock: one runs at a time, up to where it sleeps or waits; then the first that can go on
does so, and where none can, time passes up to the nearest deadline.

What CPython builds on locks (conditions, events, queues, pools of threads) is its own.
"""

import _thread
import os
import threading
import time
import queue

CORES = 4


class Clock:
    now = 0.0


class Stuck(RuntimeError):
    """Raised in the main thread where no thread can ever go on."""


class Runner:
    """A thread, from the scheduler's side."""

    def __init__(self):
        self.gate = _thread.allocate_lock()
        self.gate.acquire()
        self.can_go_on = None
        self.deadline = None


clock = Clock()
main = current = Runner()
waiting = []
is_stuck = False


def _next():
    """The thread that is to run now, which waits no longer."""
    global is_stuck
    found = next((it for it in waiting if it.can_go_on()), None)
    if found is None:
        sleeping = [it for it in waiting if it.deadline is not None]
        if sleeping:
            found = min(sleeping, key=lambda it: it.deadline)
            clock.now = max(clock.now, found.deadline)
        else:
            is_stuck, found = True, main
    waiting.remove(found)
    return found


def _hand_over(to):
    global current
    current = to
    to.gate.release()


def wait_until(can_go_on, deadline=None):
    """Lets others run until this is so; false where the deadline comes before."""
    global is_stuck
    me = current
    while not can_go_on():
        if deadline is not None and clock.now >= deadline:
            return False
        me.can_go_on, me.deadline = can_go_on, deadline
        waiting.append(me)
        to = _next()
        if to is not me:
            _hand_over(to)
            me.gate.acquire()
        if is_stuck and me is main:
            is_stuck = False
            raise Stuck("nothing is ready and no timer is pending")
    return True


def let_others_run():
    """Lets those run that can go on now."""
    others = [it for it in waiting if it.can_go_on()]
    if others:
        turns = iter([False, True])
        wait_until(lambda: next(turns, True))


class Lock:
    """Takes the place of the native lock, at which a thread would wait unseen."""

    def __init__(self):
        self._locked = False

    def acquire(self, blocking=True, timeout=-1):
        if self._locked and blocking:
            deadline = None if timeout is None or timeout < 0 else clock.now + timeout
            wait_until(lambda: not self._locked, deadline)
        if self._locked:
            return False
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        self._locked = False

    def locked(self):
        return self._locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def _at_fork_reinit(self):
        self._locked = False


def _start(self):
    if self._started.is_set():
        raise RuntimeError("threads can only be started once")
    runner = self._runner = Runner()
    runner.can_go_on = lambda: True
    runner.is_over = False

    def body():
        runner.gate.acquire()
        try:
            self._bootstrap_inner()
        finally:
            runner.is_over = True
            _hand_over(_next())

    threading._limbo[self] = self
    waiting.append(runner)
    _thread.start_new_thread(body, ())
    self._started.wait()


def _join(self, timeout=None):
    if not self._started.is_set():
        raise RuntimeError("cannot join thread before it is started")
    if self._runner is current:
        raise RuntimeError("cannot join current thread")
    wait_until(lambda: self._runner.is_over, None if timeout is None else clock.now + timeout)


def sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    wait_until(lambda: False, clock.now + seconds)


def now():
    return clock.now


def install():
    """Puts all this in the place of Python's own."""
    threading.Lock = threading._allocate_lock = Lock
    threading.RLock = threading._PyRLock
    threading.Thread.start, threading.Thread.join = _start, _join
    threading.Thread.is_alive = lambda self: self._started.is_set() and not self._runner.is_over
    threading._time = queue.time = now
    queue.SimpleQueue = queue._PySimpleQueue
    os.cpu_count = os.process_cpu_count = lambda: CORES
    time.sleep = sleep
    for name in ("monotonic", "perf_counter"):
        setattr(time, name, now)
