"""More of itertools."""

import more_itertools as more

print(list(more.chunked(range(7), 3)), list(more.windowed([1, 2, 3, 4], 2)))
print(more.first([], "none"), more.one([5]), list(more.flatten([[1], [2, 3]])), more.ilen(range(9)))
print(list(more.interleave_longest([1, 2, 3], "ab")), dict(more.map_reduce("abcab", lambda c: c, reducefunc=len)))
seen = more.peekable(iter("xyz"))
print(seen.peek(), list(seen), list(more.split_at("a-b-c", lambda c: c == "-")))
print([list(part) for part in more.divide(3, range(8))], more.all_equal([1, 1]), list(more.unique_everseen("abac")))
