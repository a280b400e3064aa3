"""Collections in order."""

from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

numbers = SortedList([5, 1, 4])
numbers.update([2, 9, 3])
print(numbers, numbers.bisect(4), numbers[2:4], numbers.pop())
words = SortedDict({"b": 2, "a": 1})
words["aa"] = 3
print(words, words.peekitem(0), list(words.irange("aa", "b")))
print(SortedSet("hello"), SortedKeyList(["bb", "a", "ccc"], key=len))
