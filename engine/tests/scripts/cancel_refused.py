"""A task may refuse; the count stays until uncancel."""
import asyncio

async def stubborn():
    for _ in range(2):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("no", asyncio.current_task().cancelling())
    print("left", asyncio.current_task().uncancel())
    return "stayed"

async def main():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    print(await task, task.cancelled(), task.cancelling())

asyncio.run(main())
