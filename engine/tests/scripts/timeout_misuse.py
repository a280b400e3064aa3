"""A scope is entered once."""
import asyncio

async def main():
    scope = asyncio.timeout(1)
    try:
        scope.reschedule(2)
    except RuntimeError as error:
        print(error)
    async with scope:
        pass
    try:
        async with scope:
            pass
    except RuntimeError as error:
        print(error)
    try:
        scope.reschedule(2)
    except RuntimeError as error:
        print(error)

asyncio.run(main())
