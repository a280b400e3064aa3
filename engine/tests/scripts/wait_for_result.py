"""wait_for in time."""
import asyncio

async def main():
    print(await asyncio.wait_for(asyncio.sleep(1, "in time"), timeout=2))
    print(await asyncio.wait_for(asyncio.sleep(1, "no limit"), None))
    print(asyncio.get_running_loop().time())

asyncio.run(main())
