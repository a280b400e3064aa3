"""The deadline ends the body with TimeoutError."""
import asyncio

async def main():
    try:
        async with asyncio.timeout(1) as scope:
            await asyncio.sleep(10)
    except TimeoutError as error:
        print("late", scope.expired(), type(error.__cause__).__name__)
    print(asyncio.current_task().cancelling(), asyncio.get_running_loop().time())

asyncio.run(main())
