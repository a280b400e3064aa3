"""An error of the body is the last in the group's error."""
import asyncio

async def cleanup_fails():
    try:
        await asyncio.sleep(100)
    finally:
        raise KeyError("cleanup")

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(cleanup_fails())
            await asyncio.sleep(1)
            raise ValueError("body")
    except* KeyError as group_error:
        print("keys", group_error.exceptions)
    except* ValueError as group_error:
        print("values", group_error.exceptions)

asyncio.run(main())
