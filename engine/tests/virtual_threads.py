"""Real threads on a virtual clock. One runs at a time, until it sleeps or waits; then the first that can continue does.
If none can, the clock advances to the nearest deadline.

Conditions, events, queues and thread pools are CPython's own, on these locks.
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
    """Raised in the main thread if no thread can ever continue."""


class Runner:
    """A thread, for the scheduler."""

    def __init__(self):
        self.gate = _thread.allocate_lock()
        self.gate.acquire()
        self.can_continue = None
        self.deadline = None


clock = Clock()
main = current = Runner()
waiting = []
is_stuck = False


def _next():
    """Takes the next thread to run from the waiting ones."""
    global is_stuck
    found = next((it for it in waiting if it.can_continue()), None)
    if found is None:
        sleeping = [it for it in waiting if it.deadline is not None]
        if sleeping:
            found = min(sleeping, key=lambda it: it.deadline)
            clock.now = max(clock.now, found.deadline)
        else:
            is_stuck, found = True, main
    waiting.remove(found)
    return found


def _switch_to(to):
    global current
    current = to
    to.gate.release()


def wait_until(can_continue, deadline=None):
    """Runs other threads until the condition holds. Returns false if the deadline passes before."""
    global is_stuck
    me = current
    while not can_continue():
        if deadline is not None and clock.now >= deadline:
            return False
        me.can_continue, me.deadline = can_continue, deadline
        waiting.append(me)
        to = _next()
        if to is not me:
            _switch_to(to)
            me.gate.acquire()
        if is_stuck and me is main:
            is_stuck = False
            raise Stuck("nothing is ready and no timer is pending")
    return True


def run_others():
    """Runs the threads that can continue now."""
    others = [it for it in waiting if it.can_continue()]
    if others:
        turns = iter([False, True])
        wait_until(lambda: next(turns, True))


class Lock:
    """Replaces the native lock, because the scheduler can't see threads that wait for that."""

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
    runner.can_continue = lambda: True
    runner.is_over = False

    def body():
        runner.gate.acquire()
        try:
            self._bootstrap_inner()
        finally:
            runner.is_over = True
            _switch_to(_next())

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
    """Replaces Python's own locks, threads and clocks."""
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
