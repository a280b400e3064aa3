"""Two modules that import each other."""

import first

print(first.two(), first.second.one())
