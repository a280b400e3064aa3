"""A body in time is left alone."""
import asyncio

async def main():
    async with asyncio.timeout(5) as scope:
        await asyncio.sleep(1)
    print(scope.expired(), scope.when())
    async with asyncio.timeout(None) as scope:
        await asyncio.sleep(1)
    print(scope.expired(), scope.when())

asyncio.run(main())
