"""A module that imports itself, and the script's own file."""

import own

print(__name__, own.own is own)
if __name__ == "__main__":
    import script

    print(script.__name__, script.own is own)
