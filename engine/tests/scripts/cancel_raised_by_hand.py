"""A CancelledError that the code raises ends its task as cancelled."""
import asyncio

async def work():
    raise asyncio.CancelledError("by hand")

async def main():
    task = asyncio.create_task(work())
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args, task.cancelled(), task.cancelling())

asyncio.run(main())
