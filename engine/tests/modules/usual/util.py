"""A module."""

print("runs", __name__)
count = 0


def double(n):
    return 2 * n
