"""CPython's TaskGroup, with `cancel` of Python 3.15."""

from . import _python_taskgroups, exceptions

__all__ = ("TaskGroup",)


class TaskGroup(_python_taskgroups.TaskGroup):
    __doc__ = _python_taskgroups.TaskGroup.__doc__

    _cancel_when_entered = False

    def cancel(self):
        """Ends the group early and without an error: cancels its tasks and its body.

        Before the group is entered, it takes effect at the entry. After the group's end, it does nothing.
        """
        if not self._entered:
            self._cancel_when_entered = True
        elif not self._aborting and (self._tasks or not self._exiting):
            self._aborting = self._parent_cancel_requested = True
            for task in self._tasks:
                if not task.done():
                    task.cancel()
            self._parent_task.cancel()

    async def __aenter__(self):
        await super().__aenter__()
        if self._cancel_when_entered:
            self.cancel()
        return self

    def create_task(self, coro, **kwargs):
        task = super().create_task(coro, **kwargs)
        # An eager task may have cancelled the group before it belonged to it (gh-155418).
        if self._aborting and not task.done():
            task.cancel()
        return task

    async def _aexit(self, et, exc):
        self._exiting = True
        if et is not None and not self._aborting:
            self._abort()
        last_cancellation = None
        while self._tasks:
            self._on_completed_fut = self._loop.create_future()
            try:
                await self._on_completed_fut
            except exceptions.CancelledError as error:
                last_cancellation = error
                if not self._aborting:
                    et, exc = type(error), error
                    self._abort()
            self._on_completed_fut = None
        # No task is left. So this raises what the group's tasks and body have raised, if anything.
        await super()._aexit(et, exc)
        is_own = not self._parent_task.cancelling()
        if self._parent_cancel_requested and last_cancellation is not None and not is_own:
            # The task was also cancelled from outside of the group (gh-155433).
            raise last_cancellation
        return True
