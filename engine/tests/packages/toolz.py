"""Functions of functions."""

from toolz import compose, curry, frequencies, groupby, pipe, sliding_window, take, valmap
from tlz import merge_with

print(groupby(len, ["a", "bb", "c"]), frequencies("banana"), valmap(len, {"a": "xyz"}))
print(pipe(3, lambda x: x + 1, str), compose(str, abs)(-2), list(sliding_window(2, [1, 2, 3])))
print(curry(lambda a, b: a * b)(3)(4), list(take(2, "abc")), merge_with(sum, {"a": 1}, {"a": 2}))
