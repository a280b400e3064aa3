import first

print("second has", hasattr(first, "two"))


def one():
    return 1
