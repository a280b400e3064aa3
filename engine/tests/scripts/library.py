"""Some of the library that scripts need."""
import collections, dataclasses, enum, functools, itertools, json, math, random, re, string, textwrap, typing
from datetime import datetime, timedelta

Color = enum.Enum("Color", "RED GREEN")
print(collections.Counter("hello").most_common(1), list(itertools.accumulate([1, 2, 3])))
print(json.dumps({"a": [1, 2.5, None]}), json.loads('{"b": true}'), Color.RED, math.isqrt(17))
print(re.findall(r"\d+", "a1b22"), functools.reduce(lambda a, b: a * b, range(1, 6)))
print(datetime(2024, 2, 28) + timedelta(days=2), textwrap.shorten("many words here", 11))
print(string.ascii_lowercase[:3], dataclasses.make_dataclass("P", ["x"])(1), typing.List[int])
