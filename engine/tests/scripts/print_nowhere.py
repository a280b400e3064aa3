"""print without standard output does nothing."""
import contextlib
import io

with contextlib.redirect_stdout(None):
    print("hidden")
    text = io.StringIO()
    print("into a text", 1, sep=": ", file=text)
print(text.getvalue(), end="")
print("shown", print.__name__)
