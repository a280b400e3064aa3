"""A group that is over, or not entered, takes no tasks."""
import asyncio

async def nothing():
    pass

async def main():
    group = asyncio.TaskGroup()
    coroutine = nothing()
    try:
        group.create_task(coroutine)
    except RuntimeError as error:
        print("not entered")
    coroutine.close()
    async with group:
        pass
    coroutine = nothing()
    try:
        group.create_task(coroutine)
    except RuntimeError as error:
        print("finished")
    coroutine.close()

asyncio.run(main())
