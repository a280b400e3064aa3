"""Gives event loops a clock that skips their waits, for scripts that sleep long. Python imports it if its folder is in
PYTHONPATH. Only time in which a thread works, or the program sleeps, is real."""

import selectors
import threading
import time
from asyncio import base_events

now = 1000.0
real_select = selectors.DefaultSelector.select
real_sleep = time.sleep


def loop_time(self):
    return now


def select(self, timeout=None):
    global now
    began = time.monotonic()
    # A thread may need real time.
    is_alone = threading.active_count() == 1
    found = real_select(self, 0 if is_alone and timeout is not None else timeout)
    if is_alone and timeout is not None and timeout > 0 and not found:
        now += timeout
    elif not is_alone:
        now += time.monotonic() - began
    return found


def sleep(seconds):
    global now
    real_sleep(seconds)
    if threading.current_thread() is threading.main_thread():
        now += seconds


base_events.BaseEventLoop.time = loop_time
selectors.DefaultSelector.select = select
time.sleep = sleep
