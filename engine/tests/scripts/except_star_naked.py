"""except* takes a plain exception as a group of one."""
import asyncio

async def main():
    try:
        await asyncio.sleep(1)
        raise ValueError("alone")
    except* ValueError as group:
        print(type(group).__name__, group.exceptions)

asyncio.run(main())
