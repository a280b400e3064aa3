"""A task that asked to cancel itself and then returns counts as cancelled."""
import asyncio

async def work():
    asyncio.current_task().cancel()
    return 1

async def main():
    task = asyncio.create_task(work())
    await asyncio.wait([task])
    print(task.cancelled())

asyncio.run(main())
