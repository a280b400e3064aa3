"""Two requests before the next step are one exception and count two."""
import asyncio

async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print(error.args, asyncio.current_task().cancelling())
    await asyncio.sleep(1)
    return "went on"

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel("one")
    task.cancel("two")
    print(await task)

asyncio.run(main())
