"""except* takes its part of a group, and the rest goes on."""
import asyncio

async def fail(error):
    raise error

async def main():
    try:
        try:
            async with asyncio.TaskGroup() as group:
                for error in (ValueError(1), TypeError(2), OSError(3), ValueError(4)):
                    group.create_task(fail(error))
        except* ValueError as part:
            print("values", [str(error) for error in part.exceptions])
        except* TypeError as part:
            print("types", [str(error) for error in part.exceptions])
    except ExceptionGroup as rest:
        print("rest", rest.exceptions)

asyncio.run(main())
