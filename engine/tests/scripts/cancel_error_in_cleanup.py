"""An error of the cleanup takes the cancellation's place, and remembers it."""
import asyncio

async def work():
    try:
        await asyncio.sleep(10)
    finally:
        raise ValueError("in cleanup")

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except ValueError as error:
        print(error, type(error.__context__).__name__)
    print(task.cancelled())

asyncio.run(main())
