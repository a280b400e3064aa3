"""Containers that are nested too deeply can't be printed, compared and hashed, and the script goes on."""
import collections

def nested(make, levels):
    value = make(())
    for _ in range(levels):
        value = make((value,))
    return value

def tried(call, *args):
    try:
        return type(call(*args)).__name__
    except RecursionError:
        return "RecursionError"

kinds = list, tuple, collections.deque, lambda items: {"item": items}, frozenset
print([tried(repr, nested(make, 200)) for make in kinds])
print([tried(repr, nested(make, 20_000)) for make in kinds[:4]])
print([tried(lambda a, b: a == b, nested(make, 20_000), nested(make, 20_000)) for make in kinds[:4]])
print(tried(hash, nested(tuple, 20_000)), tried(str, nested(list, 20_000)))
print("goes on")
