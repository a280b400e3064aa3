"""Pools of processes for loop.run_in_executor. They run functions as a pool of threads does."""

from .thread import ThreadPoolExecutor


class ProcessPoolExecutor(ThreadPoolExecutor):
    """A pool that has no processes."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        super().__init__(max_workers)
