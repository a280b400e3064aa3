"""The debug mode of a loop: slow steps, wrong callbacks, and where objects were made."""

import sys
import _coroscope
import _threads
from . import constants, coroutines
from .log import logger


class DebugMode:
    """The part of a loop that is about its debug mode."""

    # The depth to which the origins of coroutines were tracked before this loop ran in debug mode.
    _depth_before = None

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled
        if enabled:
            _coroscope.watch_steps()
        if self.is_running():
            self.call_soon_threadsafe(self._track_origins, enabled)

    def _track_origins(self, enabled):
        """Makes coroutines remember where they were made, or stops that."""
        if enabled and self._depth_before is None:
            self._depth_before = sys.get_coroutine_origin_tracking_depth()
            sys.set_coroutine_origin_tracking_depth(constants.DEBUG_STACK_DEPTH)
        elif not enabled and self._depth_before is not None:
            sys.set_coroutine_origin_tracking_depth(self._depth_before)
            self._depth_before = None

    def _report_if_slow(self, executed, took):
        if self._debug and took >= self.slow_callback_duration:
            logger.warning("Executing %r took %.3f seconds", executed, took)

    def _check_call(self, callback, method):
        """Checks a call of a method that schedules a callback."""
        if self._debug:
            if _threads.current is not None:
                raise RuntimeError(
                    "Non-thread-safe operation invoked on an event loop other than the current one")
            self._check_callback(callback, method)

    def _check_callback(self, callback, method):
        if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
            raise TypeError(f"coroutines cannot be used with {method}()")
        if not callable(callback):
            raise TypeError(f"a callable object was expected by {method}(), got {callback!r}")


def made_by_caller(made):
    """In debug mode, removes the loop's own method from the lines where a handle or a task was made."""
    if made._source_traceback:
        del made._source_traceback[-1]
    return made
