"""A cancelled child does not abort its siblings."""
import asyncio

async def sibling():
    await asyncio.sleep(2)
    print("sibling ends")

async def main():
    async with asyncio.TaskGroup() as group:
        child = group.create_task(asyncio.sleep(100))
        group.create_task(sibling())
        await asyncio.sleep(1)
        child.cancel()
    print(child.cancelled(), asyncio.get_running_loop().time())

asyncio.run(main())
