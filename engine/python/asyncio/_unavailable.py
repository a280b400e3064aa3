"""The parts of asyncio that are not available here, and what to use instead."""

_PROCESSES = "a browser runs no other programs. Use asyncio.to_thread for a function"
_OWN_LOOP = "scripts run on Coroscope's own loop. Use asyncio.run"
_GRAPH = "the timeline shows which task awaits which. Use asyncio.all_tasks and Task.get_coro"

_REASONS = {
    **dict.fromkeys(
        "sendfile sock_sendfile".split(), "files are available with aiofiles only. Read the file and write it to the stream"),
    "start_tls": "a script's connections stay inside of the page, and are not encrypted",
    **dict.fromkeys(
        "subprocess_exec subprocess_shell connect_read_pipe connect_write_pipe ThreadedChildWatcher "
        "PidfdChildWatcher".split(), _PROCESSES),
    **dict.fromkeys(
        "ProactorEventLoop WindowsSelectorEventLoopPolicy WindowsProactorEventLoopPolicy IocpProactor "
        "proactor_events windows_events selector_events".split(), _OWN_LOOP),
    **dict.fromkeys(
        "capture_call_graph format_call_graph print_call_graph FrameCallGraphEntry FutureCallGraph graph "
        "tools".split(), _GRAPH),
}


def message(name, owner="asyncio"):
    """The error message for `owner.name`."""
    reason = _REASONS.get(name)
    if reason is None:
        return f"{owner} has no attribute '{name}'" if owner != "asyncio" else (
            f"module 'asyncio' has no attribute '{name}'")
    return f"{owner}.{name} is not available: {reason}"


async def create_subprocess_exec(*args, **kwargs):
    raise NotImplementedError(f"asyncio.create_subprocess_exec is not available: {_PROCESSES}")


async def create_subprocess_shell(*args, **kwargs):
    raise NotImplementedError(f"asyncio.create_subprocess_shell is not available: {_PROCESSES}")


def replace_functions(subprocess):
    """Makes the functions of the module for processes raise an error that says what to use instead."""
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
