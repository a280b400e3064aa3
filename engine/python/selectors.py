"""A stub: a selector would block the loop."""

import _unavailable_names

EVENT_READ, EVENT_WRITE = 1, 2

_unavailable_names.add(
    globals(), "selectors", "waiting in a selector would block the loop. Use asyncio.start_server and asyncio.open_connection",
    "", "BaseSelector DefaultSelector SelectSelector PollSelector EpollSelector SelectorKey")
