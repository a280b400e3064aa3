"""A group that was cancelled by itself still passes on cancellations from outside (gh-155433), and its errors."""
import asyncio

async def slow():
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(1)

async def body():
    async with asyncio.TaskGroup() as group:
        group.create_task(slow())
        await asyncio.sleep(0.1)
        group.cancel()

async def fails_when_cancelled():
    try:
        await asyncio.sleep(3600)
    finally:
        raise ValueError("clean-up failed")

async def main():
    try:
        async with asyncio.timeout(0.5):
            await body()
        print("no error")
    except TimeoutError:
        print("timed out", asyncio.get_running_loop().time(), asyncio.current_task().cancelling())

    task = asyncio.create_task(body())
    await asyncio.sleep(0.2)
    task.cancel("from outside")
    try:
        await task
    except asyncio.CancelledError as error:
        print("cancelled", error, task.cancelled())

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails_when_cancelled())
            await asyncio.sleep(0.1)
            group.cancel()
    except ExceptionGroup as error:
        print(error.exceptions)

asyncio.run(main())
