import second

print("first has", hasattr(second, "one"))


def two():
    return second.one() + 1
