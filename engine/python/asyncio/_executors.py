"""Functions that a loop runs in threads."""

import concurrent.futures.thread
import warnings
from . import futures, tasks, timeouts


class Executors:
    """The part of a loop that is about executors."""

    def run_in_executor(self, executor, func, *args):
        self._check_closed()
        if self._debug:
            self._check_callback(func, "run_in_executor")
        if executor is None:
            if self._has_shut_executor:
                raise RuntimeError("Executor shutdown has been called")
            if self._default_executor is None:
                self._default_executor = concurrent.futures.thread.ThreadPoolExecutor(thread_name_prefix="asyncio")
            executor = self._default_executor
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        if not isinstance(executor, concurrent.futures.thread.ThreadPoolExecutor):
            raise TypeError("executor must be ThreadPoolExecutor instance")
        self._default_executor = executor

    async def shutdown_default_executor(self, timeout=None):
        self._has_shut_executor = True
        if self._default_executor is None:
            return
        tasks.current_task().set_name("asyncio.run: wait for threads")
        ended = self.create_future()
        self._default_executor._when_ended(
            lambda: self.call_soon_threadsafe(futures._set_result_unless_cancelled, ended, None))
        try:
            async with timeouts.timeout(timeout):
                await ended
        except TimeoutError:
            warnings.warn(f"The executor did not finishing joining its threads within {timeout} seconds.",
                          RuntimeWarning, stacklevel=2)
            self._default_executor.shutdown(wait=False)
