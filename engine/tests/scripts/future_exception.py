"""A future fails."""
import asyncio

async def main():
    future = asyncio.Future()
    future.set_exception(ValueError)
    try:
        await future
    except ValueError as error:
        print(repr(error))
    future = asyncio.Future()
    try:
        future.set_exception(StopIteration())
        await future
    except (RuntimeError, TypeError) as error:
        print(str(error)[:50])

asyncio.run(main())
