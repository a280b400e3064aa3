"""One program for Python 2 and 3."""

import six
from six.moves import range, urllib, zip_longest

print(six.PY2, six.PY3, six.ensure_str(b"bytes"), list(zip_longest(range(2), "abc")))
print(urllib.parse.quote("a b"), six.integer_types, six.iteritems({"a": 1}).__next__())


@six.add_metaclass(type("Meta", (type,), {"kind": "made"}))
class Made:
    pass


print(Made.kind)
