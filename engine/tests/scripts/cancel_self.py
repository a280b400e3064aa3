"""A task cancels itself at its next wait."""
import asyncio

async def work():
    asyncio.current_task().cancel("myself")
    print("still running")
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError as error:
        print("now", error)
        raise

async def main():
    task = asyncio.create_task(work())
    await asyncio.wait([task])
    print(task.cancelled())

asyncio.run(main())
