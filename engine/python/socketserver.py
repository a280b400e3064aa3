"""A stub: a browser has no sockets and can't serve."""

import _unavailable_names

_unavailable_names.add(
    globals(), "socketserver", "a browser has no sockets and can't serve. Use aiohttp's session.get for requests", "",
    "BaseServer TCPServer UDPServer ThreadingTCPServer ThreadingUDPServer BaseRequestHandler StreamRequestHandler "
    "DatagramRequestHandler ThreadingMixIn")
