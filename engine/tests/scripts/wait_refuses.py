"""wait takes tasks, not coroutines, and not nothing."""
import asyncio

async def nothing():
    pass

async def main():
    coroutine = nothing()
    try:
        await asyncio.wait([coroutine])
    except TypeError as error:
        print(error)
    await coroutine
    try:
        await asyncio.wait([])
    except ValueError as error:
        print(error)
    task = asyncio.create_task(nothing())
    try:
        await asyncio.wait(task)
    except TypeError as error:
        print(error)
    try:
        await asyncio.wait([task], return_when="SOON")
    except ValueError as error:
        print(error)

asyncio.run(main())
