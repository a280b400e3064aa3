# Nothing is wrong: a task that is cancelled in its first turn never runs.
import asyncio


async def report():
    print("never printed")


async def main():
    task = asyncio.create_task(report(), name="report")
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
