"""How a loop reports exceptions that nobody handles."""

import traceback
from .log import logger

# How the context's tracebacks are introduced.
_MADE = {"source_traceback": "Object", "handle_traceback": "Handle"}
_NOT_LOGGED = {"message", "exception"}


def _logged(key, value):
    """An entry of the context as text."""
    if key not in _MADE:
        return repr(value)
    lines = "".join(traceback.format_list(value)).rstrip()
    return f"{_MADE[key]} created at (most recent call last):\n{lines}"


class ErrorHandling:
    """The part of a loop that reports exceptions."""

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._exception_handler = handler

    def default_exception_handler(self, context):
        message = context.get("message") or "Unhandled exception in event loop"
        rest = [f"{key}: {_logged(key, context[key])}" for key in sorted(context) if key not in _NOT_LOGGED]
        error = context.get("exception")
        info = (type(error), error, error.__traceback__) if error is not None else False
        logger.error("\n".join([message, *rest]), exc_info=info)

    def call_exception_handler(self, context):
        try:
            if self._exception_handler is None:
                self.default_exception_handler(context)
            else:
                self._call_handler(context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self.default_exception_handler({
                "message": "Unhandled error in exception handler",
                "exception": error,
                "context": context,
            })

    def _call_handler(self, context):
        """Calls the handler in the context of what has failed."""
        failed = context.get("task") or context.get("future") or context.get("handle")
        get_context = getattr(failed, "get_context", None)
        failed_in = None if get_context is None else get_context()
        if failed_in is None:
            self._exception_handler(self, context)
        else:
            failed_in.run(self._exception_handler, self, context)
