"""Passwords from standard input."""

import _standard_input

__all__ = ["getpass", "getuser", "GetPassWarning"]


class GetPassWarning(UserWarning):
    """The password would be shown, which never happens here."""


def getpass(prompt="Password: ", stream=None, *, echo_char=None):
    """Returns the next line of the input, which is not printed."""
    return _standard_input.read_answer(prompt, False)


def getuser():
    raise OSError("No username set in the environment")
