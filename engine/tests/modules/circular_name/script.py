"""A name that is not there yet."""

import first
