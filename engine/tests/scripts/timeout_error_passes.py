"""An error of the body passes through."""
import asyncio

async def main():
    try:
        async with asyncio.timeout(1):
            raise ValueError("own")
    except ValueError as error:
        print(error)
    try:
        async with asyncio.timeout(1):
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                raise ValueError("instead") from None
    except ValueError as error:
        print(error, asyncio.current_task().cancelling())

asyncio.run(main())
