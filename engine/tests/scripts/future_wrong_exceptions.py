"""Exceptions that a future does not take, and the order of the checks."""
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    done, pending = loop.create_future(), loop.create_future()
    done.set_exception(ValueError("kept"))
    for future, error in [(done, None), (pending, None), (pending, int), (pending, StopIteration)]:
        try:
            future.set_exception(error)
        except Exception as raised:
            print(type(raised).__name__)
    print(repr(done.exception()), pending.done() and type(pending.exception()).__name__)
    print(loop)

asyncio.run(main())
