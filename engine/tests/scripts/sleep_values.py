"""sleep's result, and what it takes."""
import asyncio

async def main():
    print(await asyncio.sleep(1, "done"), await asyncio.sleep(delay=0.5, result=2), await asyncio.sleep(-1, "at once"))
    print(asyncio.get_running_loop().time())
    try:
        await asyncio.sleep("long")
    except TypeError:
        print("a number is needed")

asyncio.run(main())
