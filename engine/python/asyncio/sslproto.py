"""A stub: connections of a script are not encrypted."""

_REASON = "a script's connections stay inside of the page, and are not encrypted. Leave out ssl="


class SSLProtocol:
    """A protocol, which fails when it is made."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError(f"TLS is not available: {_REASON}")
