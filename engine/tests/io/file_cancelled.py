# A writer that is cancelled half way: its file is closed, and holds what was written until then.
import asyncio
import aiofiles


async def write():
    async with aiofiles.open("half.txt", "w") as file:
        for n in range(100):
            await file.write(f"line {n}\n")
            await asyncio.sleep(0.1)


async def main():
    writer = asyncio.create_task(write())
    await asyncio.sleep(0.25)
    writer.cancel()
    await asyncio.wait([writer])
    print("cancelled:", writer.cancelled())
    async with aiofiles.open("half.txt") as file:
        print((await file.read()).split("\n"))


asyncio.run(main())
