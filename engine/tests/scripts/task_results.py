"""A task's result, before and after its end."""
import asyncio

async def answer():
    await asyncio.sleep(1)
    return 42

async def main():
    task = asyncio.create_task(answer())
    try:
        task.result()
    except asyncio.InvalidStateError:
        print("no result yet")
    try:
        task.exception()
    except asyncio.InvalidStateError as error:
        print(error)
    print(task.done(), task.cancelled())
    print(await task, task.done(), task.result(), task.exception(), await task)

asyncio.run(main())
