"""Types of later versions of Python."""

from typing_extensions import NotRequired, Protocol, TypedDict, assert_never, deprecated, override, runtime_checkable


class Movie(TypedDict):
    title: str
    year: NotRequired[int]


@runtime_checkable
class Closes(Protocol):
    def close(self): ...


class File:
    @override
    def close(self):
        pass


print(Movie(title="Metropolis"), sorted(Movie.__required_keys__), sorted(Movie.__optional_keys__))
print(isinstance(File(), Closes), isinstance(1, Closes), File.close.__override__)
print(deprecated("use another")(lambda: 5)())
try:
    assert_never(1)
except AssertionError as error:
    print(error)
