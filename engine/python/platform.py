"""What a script runs on: an interpreter in a browser."""

import sys
from collections import namedtuple

uname_result = namedtuple("uname_result", "system node release version machine processor")


def system():
    return ""


def python_implementation():
    return "RustPython"


def python_version():
    return ".".join(map(str, sys.version_info[:3]))


def python_version_tuple():
    return tuple(map(str, sys.version_info[:3]))


def python_compiler():
    return ""


def uname():
    return uname_result("", "", "", "", machine(), "")


def machine():
    return "wasm32"


def node():
    return ""


release = version = processor = node


def platform(aliased=False, terse=False):
    return f"{machine()}-browser"


def architecture(executable="", bits="", linkage=""):
    return "32bit", ""
