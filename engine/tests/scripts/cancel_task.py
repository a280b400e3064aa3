"""A cancelled task raises CancelledError where it waits, and where it is awaited."""
import asyncio

async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("cancelled", error.args)
        raise

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    print(task.cancel(), task.cancelling())
    try:
        await task
    except asyncio.CancelledError as error:
        print("main sees it", error.args)
    print(task.cancelled(), task.done(), task.cancel())

asyncio.run(main())
