"""The parts of shutil that need no files and no other programs."""

import os
import _unavailable_names

_unavailable_names.add(
    globals(), "shutil", _unavailable_names.FILES,
    "chown copy copy2 copyfile copymode copystat copytree disk_usage make_archive move rmtree unpack_archive")


class Error(OSError):
    """Raised by operations on several files."""


def copyfileobj(fsrc, fdst, length=0):
    """Copies the rest of one file object to another, such as io.StringIO."""
    while chunk := fsrc.read(length or 65536):
        fdst.write(chunk)


def get_terminal_size(fallback=(80, 24)):
    """The size of the output, which has no fixed size here."""
    return os.terminal_size(*fallback)


def which(cmd, mode=1, path=None):
    """No program is installed."""
    return None
