"""Header fields, with case-insensitive names."""

from collections.abc import Mapping


class Headers(Mapping):
    """A mapping in which a name may occur several times, like multidict's CIMultiDictProxy."""

    def __init__(self, pairs=()):
        pairs = pairs.items() if isinstance(pairs, Mapping) else pairs
        self._pairs = [(_text(name), _text(value)) for name, value in pairs or ()]

    def updated(self, pairs):
        """A copy, with fields of the same names replaced."""
        others = Headers(pairs)
        kept = [(name, value) for name, value in self._pairs if name not in others]
        return Headers(kept + others._pairs)

    def getall(self, name, default=None):
        found = [value for key, value in self._pairs if key.lower() == name.lower()]
        if not found and default is None:
            raise KeyError(name)
        return found or default

    getone = lambda self, name: self[name]

    def __getitem__(self, name):
        return self.getall(name)[0]

    def __contains__(self, name):
        return isinstance(name, str) and any(key.lower() == name.lower() for key, _ in self._pairs)

    def __iter__(self):
        return (name for name, _ in self._pairs)

    def __len__(self):
        return len(self._pairs)

    def items(self):
        return list(self._pairs)

    def __repr__(self):
        return f"<CIMultiDictProxy({', '.join(f'{name!r}: {value!r}' for name, value in self._pairs)})>"


def _text(value):
    if not isinstance(value, (str, int)):
        raise TypeError(f"a header's name and value must be str, not {type(value).__name__}")
    return str(value)
