# Look at which of them has a row: the task has one, the coroutine runs inside main's row, the future has none.
#
# Three kinds of objects can be awaited. A coroutine runs as part of the task that awaits it. A task runs a
# coroutine concurrently. A future is only a placeholder for a result that other code will set.
import asyncio


async def work(what, seconds):
    await asyncio.sleep(seconds)
    return f"{what} after {seconds} s"


class Ready:
    """Anything with __await__ will do, too."""

    def __await__(self):
        yield from asyncio.sleep(0.1).__await__()
        return "an object of our own"


async def main():
    task = asyncio.create_task(work("a task", 0.6), name="a task")

    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, future.set_result, "a future after 1 s")

    print(await work("a coroutine", 0.4))
    print(await task)
    print(await future)
    print(await Ready())


asyncio.run(main())
