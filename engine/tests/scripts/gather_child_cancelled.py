"""A cancelled child makes gather raise, and cancels no sibling."""
import asyncio

async def sibling():
    await asyncio.sleep(2)
    print("sibling ends")

async def main():
    child = asyncio.create_task(asyncio.sleep(10))
    other = asyncio.create_task(sibling())
    asyncio.get_running_loop().call_later(1, child.cancel)
    try:
        await asyncio.gather(child, other)
    except asyncio.CancelledError:
        print("cancelled", other.done())
    await other

asyncio.run(main())
