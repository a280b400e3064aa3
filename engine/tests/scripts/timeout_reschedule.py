"""The deadline can be moved."""
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(10) as scope:
            scope.reschedule(loop.time() + 1)
            await asyncio.sleep(5)
    except TimeoutError:
        print(loop.time())
    async with asyncio.timeout_at(loop.time() + 1) as scope:
        scope.reschedule(None)
        await asyncio.sleep(5)
    print(loop.time(), scope.expired())

asyncio.run(main())
