"""Tasks have names, given or numbered."""
import asyncio

async def nothing():
    return asyncio.current_task().get_name()

async def main():
    print(asyncio.current_task().get_name())
    task = asyncio.create_task(nothing())
    print(await task)
    task = asyncio.create_task(nothing(), name="Ada")
    print(task.get_name(), await task)
    task.set_name(42)
    print(repr(task.get_name()))

asyncio.run(main())
