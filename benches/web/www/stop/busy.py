"""Computes in a loop."""

print("begun")
n = 0
while True:
    n += 1
