"""Results stand in the order of the arguments."""
import asyncio

async def after(delay, value):
    await asyncio.sleep(delay)
    print("ends", value)
    return value

async def main():
    print(await asyncio.gather(after(3, "a"), after(1, "b"), after(2, "c")))
    print(await asyncio.gather())

asyncio.run(main())
