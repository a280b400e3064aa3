"""What a script has without importing it."""
import os
import sys

print(os.path.basename(__file__), __name__)
print(len(sys.argv) >= 1, sys.argv[1:])
