"""Timers of before time 0, which the runtime's clock does not have."""

import heapq
import itertools
import _coroscope

_numbers = itertools.count()


class EarlyTimers:
    """Runs timers of before time 0 at time 0, the earliest first."""

    def __init__(self, run):
        self._run, self._timers = run, []

    def add(self, timer):
        timer._scheduled = None
        heapq.heappush(self._timers, (timer._when, next(_numbers), timer))
        _coroscope.call_at(0.0, self._run_earliest, timer, timer._callback, False)
        return timer

    def _run_earliest(self, _):
        self._run(heapq.heappop(self._timers)[-1])
