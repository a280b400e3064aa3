"""A task's exception is raised where it is awaited, each time."""
import asyncio

async def fail():
    raise ValueError("wrong")

async def main():
    task = asyncio.create_task(fail())
    for _ in range(2):
        try:
            await task
        except ValueError as error:
            print("caught", error)
    print(repr(task.exception()), task.done(), task.cancelled())
    try:
        task.result()
    except ValueError as error:
        print("result raises", error)

asyncio.run(main())
