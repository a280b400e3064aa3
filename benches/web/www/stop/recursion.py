"""Calls itself deeply, over and over."""

print("begun")


def deeper(n):
    return n if n == 0 else deeper(n - 1)


while True:
    deeper(300)
