"""A message goes with a cancellation."""
import asyncio

async def work():
    await asyncio.sleep(10)

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args, str(error))
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel(msg=("a", 1))
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args)

asyncio.run(main())
