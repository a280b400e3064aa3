"""Cancelling who awaits a task cancels the task."""
import asyncio

async def inner():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("inner cancelled")
        raise

async def outer(task):
    try:
        await task
    except asyncio.CancelledError:
        print("outer cancelled")
        raise

async def main():
    task = asyncio.create_task(inner())
    waiter = asyncio.create_task(outer(task))
    await asyncio.sleep(1)
    waiter.cancel()
    print(await asyncio.gather(task, waiter, return_exceptions=True))

asyncio.run(main())
