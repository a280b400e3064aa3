"""Lets anyio run functions in the executor's threads, which are drawn, in place of threads of its own."""

import asyncio


def install(backend):
    """Changes the namespace of anyio's module for asyncio."""
    CancelScope = backend["CancelScope"]

    async def run_sync_in_worker_thread(cls, func, args, abandon_on_cancel=False, limiter=None):
        await cls.checkpoint()
        async with limiter or cls.current_default_thread_limiter():
            with CancelScope(shield=not abandon_on_cancel):
                return await asyncio.get_running_loop().run_in_executor(None, func, *args)

    backend["AsyncIOBackend"].run_sync_in_worker_thread = classmethod(run_sync_in_worker_thread)
