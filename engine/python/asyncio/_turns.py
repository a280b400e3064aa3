"""Turns of the loop, for top-level code to await."""

import _coroscope


class Turn:
    """The loop's next turn."""

    def __await__(self):
        yield
        return _coroscope.progressed()
