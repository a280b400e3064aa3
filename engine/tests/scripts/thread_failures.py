"""Errors in threads: where they are raised, by which frames, in gather and in a group."""
import asyncio, time, traceback

class Refused(Exception):
    def __init__(self, code, why):
        super().__init__(code, why)
        self.code, self.why = code, why

def inner(n):
    time.sleep(0.1 + n / 100)
    if n % 2:
        raise Refused(n, "it is odd")
    return n

def outer(n):
    try:
        return inner(n)
    except Refused as error:
        if n == 3:
            raise LookupError("three") from error
        raise
    finally:
        print("outer is through", n)

async def main():
    print(await asyncio.gather(*(asyncio.to_thread(outer, n) for n in range(4)), return_exceptions=True))
    try:
        await asyncio.to_thread(outer, 3)
    except LookupError as error:
        names = [frame.name for frame in traceback.extract_tb(error.__traceback__)]
        print([name for name in names if name in ("main", "outer", "inner")], repr(error.__cause__))
    try:
        async with asyncio.TaskGroup() as group:
            for n in (0, 1, 2):
                group.create_task(asyncio.to_thread(outer, n))
    except* Refused as errors:
        print([(error.code, error.why) for error in errors.exceptions])
    loop = asyncio.get_running_loop()
    try:
        await loop.run_in_executor(None, lambda: 1 / 0)
    except ZeroDivisionError as error:
        print(error)
    try:
        await asyncio.to_thread(outer)
    except TypeError as error:
        print(error)
    future = loop.run_in_executor(None, outer, 5)
    await asyncio.sleep(0.2)
    print(future.done(), type(future.exception()).__name__)

asyncio.run(main())
