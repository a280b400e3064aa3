"""Where zoneinfo finds the rules of a time zone: in the engine instead of in files."""

import io
import _coroscope
from . import _common

TZPATH = ()


class InvalidTZPathWarning(RuntimeWarning):
    """A folder for time zones is wrong, which never happens here."""


def find_tzfile(key):
    """No zone is in a file."""


def reset_tzpath(to=None):
    """Nothing to do: there are no files."""


def available_timezones():
    return set(_coroscope.time_zones())


def _load(key):
    rules = _coroscope.time_zone(key)
    if rules is None:
        raise _common.ZoneInfoNotFoundError(f"No time zone found with key {key}")
    return io.BytesIO(rules)


_common.load_tzdata = _load
