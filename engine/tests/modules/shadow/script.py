"""Files with the names of modules of the library."""

import random
import time

import string

print(random.choice([1, 2]), string.mine, hasattr(time, "monotonic"))
try:
    string.ascii_letters
except AttributeError as error:
    print(type(error).__name__)
