"""except* as a function."""

import asyncio

from exceptiongroup import BaseExceptionGroup, ExceptionGroup, catch, suppress


async def fail(error):
    raise error


async def main():
    with catch({ValueError: lambda group: print("values", group.exceptions), KeyError: lambda group: print("keys")}):
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(ValueError("a")))
            group.create_task(fail(KeyError("b")))
    with suppress(OSError):
        raise ExceptionGroup("all", [OSError(1), OSError(2)])
    print(issubclass(ExceptionGroup, BaseExceptionGroup))


asyncio.run(main())
