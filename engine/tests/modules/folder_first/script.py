"""A folder without __init__.py comes after the library, and after a file of its name."""

import data
import json

print(json.dumps([1]), data.kind)
try:
    import json.extra
except ModuleNotFoundError as error:
    print(error)
