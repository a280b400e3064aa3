"""Functions of atexit run at the end, the last one first."""
import atexit

@atexit.register
def last():
    print("last")

atexit.register(print, "first", "of both")
print("the script's end")
