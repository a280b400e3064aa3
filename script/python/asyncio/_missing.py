"""What of asyncio is not there, and what to use instead."""

_SOCKETS = "a browser has no sockets: use aiohttp's session.get"
_PROCESSES = "a browser runs no other programs: use asyncio.to_thread for a function"
_OWN_LOOP = "scripts run on Coroscope's own loop: use asyncio.run"
_GRAPH = "the timeline shows who awaits whom: use asyncio.all_tasks and Task.get_coro"

_INSTEAD = {
    **dict.fromkeys(
        "open_connection start_server open_unix_connection start_unix_server StreamReader StreamWriter "
        "StreamReaderProtocol Server BaseTransport Transport ReadTransport WriteTransport DatagramTransport "
        "BaseProtocol Protocol DatagramProtocol BufferedProtocol IncompleteReadError LimitOverrunError "
        "SendfileNotAvailableError streams transports protocols sslproto create_connection create_server "
        "create_datagram_endpoint create_unix_connection create_unix_server sock_recv sock_recv_into "
        "sock_recvfrom sock_recvfrom_into sock_sendall sock_sendto sock_connect sock_accept sock_sendfile "
        "sendfile start_tls getaddrinfo getnameinfo add_reader remove_reader add_writer remove_writer "
        "connect_accepted_socket".split(), _SOCKETS),
    **dict.fromkeys(
        "create_subprocess_exec create_subprocess_shell SubprocessTransport SubprocessProtocol subprocess "
        "subprocess_exec subprocess_shell connect_read_pipe connect_write_pipe add_signal_handler "
        "remove_signal_handler ThreadedChildWatcher PidfdChildWatcher".split(), _PROCESSES),
    **dict.fromkeys(
        "ProactorEventLoop WindowsSelectorEventLoopPolicy WindowsProactorEventLoopPolicy IocpProactor "
        "proactor_events windows_events selector_events".split(), _OWN_LOOP),
    **dict.fromkeys(
        "capture_call_graph format_call_graph print_call_graph FrameCallGraphEntry FutureCallGraph graph "
        "tools".split(), _GRAPH),
}


def told(name, owner="asyncio"):
    """Why `owner.name` is not there."""
    instead = _INSTEAD.get(name)
    if instead is None:
        return f"{owner} has no attribute '{name}'" if owner != "asyncio" else (
            f"module 'asyncio' has no attribute '{name}'")
    return f"{owner}.{name} is not there: {instead}"


def refuse_in(loop_class):
    """Lets what a loop cannot do here say so when it is called."""
    for name in _INSTEAD:
        if hasattr(loop_class, name):
            setattr(loop_class, name, _refusal(name))


def _refusal(name):
    def method(self, *args, **kwargs):
        raise NotImplementedError(told(name, "loop"))

    method.__name__ = name
    return method
