"""Who awaits a shield is cancelled; the task inside is not."""
import asyncio

async def work():
    await asyncio.sleep(3)
    print("work ends")
    return "kept"

async def waiter(task):
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        print("waiter cancelled")
        raise

async def main():
    task = asyncio.create_task(work())
    waiting = asyncio.create_task(waiter(task))
    await asyncio.sleep(1)
    waiting.cancel()
    await asyncio.wait([waiting])
    print(task.done(), await task)

asyncio.run(main())
