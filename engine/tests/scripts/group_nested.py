"""Groups nest, and so do their errors."""
import asyncio

async def fail(word):
    raise ValueError(word)

async def inner(word):
    async with asyncio.TaskGroup() as group:
        group.create_task(fail(word))

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(inner("deep"))
    except ExceptionGroup as error:
        print(error)
        print(error.exceptions[0])
        print(repr(error.exceptions[0].exceptions[0]))

asyncio.run(main())
