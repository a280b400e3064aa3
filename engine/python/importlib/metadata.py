"""What is known about the packages that a script has imported."""

import sys

__all__ = ("Distribution", "PackageNotFoundError", "distribution", "distributions", "entry_points", "metadata", "requires",
           "version")


class PackageNotFoundError(ModuleNotFoundError):
    """There is no package of this name."""

    def __str__(self):
        return f"No package metadata was found for {self.name}"

    @property
    def name(self):
        return self.args[0]


class Distribution:
    """A package."""

    def __init__(self, wheel):
        self._wheel = wheel

    def read_text(self, filename):
        for path in self._wheel.entries():
            folder, _, name = path.partition("/")
            if folder.endswith(".dist-info") and name == filename:
                return self._wheel.read(path).decode()
        return None

    @property
    def metadata(self):
        """The header of its description, by key. Of a key that occurs more than once, this has the first."""
        lines = (self.read_text("METADATA") or "").partition("\n\n")[0].splitlines()
        pairs = [line.split(": ", 1) for line in lines if ": " in line]
        return {key: value.strip() for key, value in reversed(pairs)}

    @property
    def name(self):
        return self.metadata["Name"]

    @property
    def version(self):
        return self.metadata["Version"]

    @property
    def requires(self):
        lines = (self.read_text("METADATA") or "").partition("\n\n")[0].splitlines()
        return [line.split(": ", 1)[1] for line in lines if line.startswith("Requires-Dist: ")] or None


class _EntryPoints(tuple):
    """What packages offer to each other: nothing here."""

    def select(self, **parameters):
        return self

    def get(self, group, default=()):
        return default

    groups = names = frozenset()


def distributions():
    packages = sys.modules.get("_packages")
    wheels = dict.fromkeys(packages._wheels.values()) if packages else ()
    return iter([Distribution(wheel) for wheel in wheels])


def distribution(distribution_name):
    wanted = _normal(distribution_name)
    for found in distributions():
        if _normal(found._wheel.name) == wanted:
            return found
    raise PackageNotFoundError(distribution_name)


def _normal(name):
    return name.lower().replace("_", "-").replace(".", "-")


def metadata(distribution_name):
    return distribution(distribution_name).metadata


def version(distribution_name):
    return distribution(distribution_name).version


def requires(distribution_name):
    return distribution(distribution_name).requires


def entry_points(**parameters):
    return _EntryPoints()
