"""A stub: its servers would block the loop."""

import _unavailable_names

_unavailable_names.add(
    globals(), "socketserver", "its servers would block the loop. Use asyncio.start_server", "",
    "BaseServer TCPServer UDPServer ThreadingTCPServer ThreadingUDPServer BaseRequestHandler StreamRequestHandler "
    "DatagramRequestHandler ThreadingMixIn")
