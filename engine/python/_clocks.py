"""Makes the functions of the module time that default to the current date use the loop's clock. Adds a time zone."""

import time


def _with_default(function):
    def with_default(seconds=None, /):
        return function(time.time() if seconds is None else seconds)
    return with_default


_asctime, _strftime = time.asctime, time.strftime


def asctime(moment=None, /):
    return _asctime(time.localtime() if moment is None else moment)


def strftime(format, moment=None, /):
    return _strftime(format, time.localtime() if moment is None else moment)


def _put(name, function):
    function.__name__ = function.__qualname__ = name
    function.__module__ = "time"
    setattr(time, name, function)


for _name in ("gmtime", "localtime", "ctime"):
    _put(_name, _with_default(getattr(time, _name)))
_put("asctime", asctime)
_put("strftime", strftime)
if not hasattr(time, "tzname"):
    # In a browser, the interpreter knows no time zones.
    time.tzname, time.timezone, time.altzone, time.daylight = ("UTC", "UTC"), 0, 0, 0
