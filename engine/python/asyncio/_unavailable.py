"""The parts of asyncio that are not available here, and what to use instead."""

_SOCKETS = "a browser has no sockets. Use aiohttp's session.get"
_PROCESSES = "a browser runs no other programs. Use asyncio.to_thread for a function"
_OWN_LOOP = "scripts run on Coroscope's own loop. Use asyncio.run"
_OTHER_PROCESSES = "a browser runs no other programs. Use asyncio.print_call_graph"

_REASONS = {
    **dict.fromkeys(
        "open_unix_connection start_unix_server sslproto create_connection create_server create_datagram_endpoint create_unix_connection create_unix_server sock_recv sock_recv_into "
        "sock_recvfrom sock_recvfrom_into sock_sendall sock_sendto sock_connect sock_accept sock_sendfile "
        "sendfile start_tls getaddrinfo getnameinfo add_reader remove_reader add_writer remove_writer "
        "connect_accepted_socket".split(), _SOCKETS),
    **dict.fromkeys(
        "subprocess_exec subprocess_shell connect_read_pipe connect_write_pipe ThreadedChildWatcher "
        "PidfdChildWatcher".split(), _PROCESSES),
    **dict.fromkeys(
        "ProactorEventLoop WindowsSelectorEventLoopPolicy WindowsProactorEventLoopPolicy IocpProactor "
        "proactor_events windows_events selector_events".split(), _OWN_LOOP),
    "tools": _OTHER_PROCESSES,
}


def message(name, owner="asyncio"):
    """The error message for `owner.name`."""
    reason = _REASONS.get(name)
    if reason is None:
        return f"{owner} has no attribute '{name}'" if owner != "asyncio" else (
            f"module 'asyncio' has no attribute '{name}'")
    return f"{owner}.{name} is not available: {reason}"


async def open_connection(*args, **kwargs):
    raise NotImplementedError(f"asyncio.open_connection is not available: {_SOCKETS}")


async def start_server(*args, **kwargs):
    raise NotImplementedError(
        "asyncio.start_server is not available: a browser has no sockets and can't serve. Use aiohttp's session.get "
        "for requests")


async def create_subprocess_exec(*args, **kwargs):
    raise NotImplementedError(f"asyncio.create_subprocess_exec is not available: {_PROCESSES}")


async def create_subprocess_shell(*args, **kwargs):
    raise NotImplementedError(f"asyncio.create_subprocess_shell is not available: {_PROCESSES}")


def replace_functions(streams, subprocess):
    """Makes the functions of the modules for streams and processes raise an error that says what to use instead."""
    streams.open_connection, streams.start_server = open_connection, start_server
    subprocess.create_subprocess_exec = create_subprocess_exec
    subprocess.create_subprocess_shell = create_subprocess_shell


def replace_methods(loop_class):
    """Makes the unavailable methods of a loop class raise an error."""
    for name in _REASONS:
        if hasattr(loop_class, name):
            setattr(loop_class, name, _raising_method(name))


def _raising_method(name):
    def method(self, *args, **kwargs):
        raise NotImplementedError(message(name, "loop"))

    method.__name__ = name
    return method
