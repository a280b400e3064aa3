"""A stub: there are no files but those of aiofiles."""

import _unavailable_names

_unavailable_names.add(
    globals(), "tempfile", _unavailable_names.FILES,
    "NamedTemporaryFile TemporaryFile gettempdir mkdtemp mkstemp mktemp",
    "SpooledTemporaryFile TemporaryDirectory")
