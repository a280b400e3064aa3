"""A cancellation from outside survives the group."""
import asyncio

async def child():
    try:
        await asyncio.sleep(100)
    finally:
        print("child ends")

async def grouped():
    async with asyncio.TaskGroup() as group:
        group.create_task(child())
        await asyncio.sleep(100)

async def main():
    task = asyncio.create_task(grouped())
    await asyncio.sleep(1)
    task.cancel("outside")
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", task.cancelled())

asyncio.run(main())
