"""Pools of threads, as loop.run_in_executor takes them: it runs functions on the loop's own thread."""

from . import _base


class ThreadPoolExecutor(_base.Executor):
    """A pool that has no threads."""

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")

    def submit(self, fn, /, *args, **kwargs):
        raise RuntimeError(
            f"{type(self).__name__}.submit is not there: a script has one thread: use "
            "await loop.run_in_executor(pool, function), or asyncio.to_thread")
