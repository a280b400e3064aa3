"""Standard input: the lines that the reader wrote before the run."""

import builtins
import io
import sys
import _coroscope

_OVER = ("there is no more input. Write a line for each input() into “Input” below the script; in a page without that, "
         "into the script itself")


class _Stdin:
    """The reader's lines as a text file."""

    name, mode, encoding, errors, newlines, closed = "<stdin>", "r", "utf-8", "strict", None, False

    def __init__(self):
        self._rest = ""

    def readline(self, size=-1, /):
        if not self._rest:
            line = _coroscope.read_line()
            if line is None:
                return ""
            self._rest = line + "\n"
        end = len(self._rest) if size is None or size < 0 else size
        line, self._rest = self._rest[:end], self._rest[end:]
        return line

    def read(self, size=-1, /):
        if size is None or size < 0:
            return "".join(self)
        text = ""
        while len(text) < size and (more := self.readline(size - len(text))):
            text += more
        return text

    def readlines(self, hint=-1, /):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def isatty(self):
        return False

    def readable(self):
        return True

    def writable(self):
        return False

    def seekable(self):
        return False

    def close(self):
        self.closed = True

    def flush(self):
        pass

    def fileno(self):
        raise io.UnsupportedOperation("sys.stdin has no file descriptor: a script runs without an operating system")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


_stdin = _Stdin()


def read_answer(prompt, is_shown):
    """Prints the prompt and, as in a terminal, the next line of the input. Returns that line."""
    stdin, stdout = sys.stdin, sys.stdout
    if stdin is None or stdout is None:
        raise RuntimeError(f"input(): lost sys.{'stdin' if stdin is None else 'stdout'}")
    stdout.write(str(prompt))
    line = stdin.readline()
    if not line:
        raise EOFError(_OVER if stdin is _stdin else "EOF when reading a line")
    if stdin is _stdin:
        stdout.write(line if is_shown else "\n")
    stdout.flush()
    return line.removesuffix("\n")


def input(prompt="", /):
    """Returns the next line of the input."""
    return read_answer(prompt, True)


input.__module__ = "builtins"
builtins.input = input
sys.stdin = sys.__stdin__ = _stdin
