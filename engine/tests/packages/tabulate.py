"""Tables of text."""

from tabulate import tabulate

rows = [["Ada", 36, 1.5], ["Grace", 85, None]]
print(tabulate(rows, headers=["name", "age", "h"]))
print(tabulate(rows, headers=["name", "age", "h"], tablefmt="github"))
print(tabulate({"a": [1, 2], "b": [3.25, 4]}, headers="keys", tablefmt="grid", floatfmt=".1f"))
