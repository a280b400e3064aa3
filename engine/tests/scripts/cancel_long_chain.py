"""A cancellation reaches the end of a chain of tasks that is longer than the stack is deep."""
import asyncio

async def sleeps():
    await asyncio.sleep(100)

async def awaits(task):
    await task

async def main():
    task = asyncio.create_task(sleeps())
    for _ in range(700):
        task = asyncio.create_task(awaits(task))
    await asyncio.sleep(1)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as error:
        print("cancelled:", error)
    print(len(asyncio.all_tasks()))

asyncio.run(main())
