"""What the module time tells of the present as a date: that of the loop's clock."""

import time


def _of_present(function):
    def told(seconds=None, /):
        return function(time.time() if seconds is None else seconds)
    return told


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
    _put(_name, _of_present(getattr(time, _name)))
_put("asctime", asctime)
_put("strftime", strftime)
