"""Its own failure passes through."""
import asyncio

async def fail():
    await asyncio.sleep(1)
    raise LookupError("own")

async def main():
    try:
        await asyncio.wait_for(fail(), 5)
    except LookupError as error:
        print(error)

asyncio.run(main())
