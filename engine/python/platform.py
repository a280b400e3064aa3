"""What platform asks an operating system about, for a script without one."""

import sys

_SYSTEM, _MACHINE = "Coroscope", "wasm32"


def system():
    return _SYSTEM


def machine():
    return _MACHINE


def node():
    return ""


def release():
    return ""


def version():
    return ""


def processor():
    return ""


def architecture(executable="", bits="", linkage=""):
    return "32bit", linkage


def platform(aliased=False, terse=False):
    return f"{_SYSTEM}-{_MACHINE}"


def python_implementation():
    return "RustPython"


def python_version():
    return sys.version.split()[0]


def python_version_tuple():
    return tuple(python_version().split("."))


def python_compiler():
    return ""


def uname():
    import collections
    result = collections.namedtuple("uname_result", "system node release version machine")
    return result(_SYSTEM, "", "", "", _MACHINE)
