# What files refuse.
import asyncio
import aiofiles


async def attempt(what):
    try:
        await what
    except Exception as error:
        print(type(error).__name__, error)


async def opened(name, mode="r"):
    async with aiofiles.open(name, mode):
        print(name, mode)


async def main():
    await attempt(opened("missing.txt"))
    await attempt(opened("new.txt", "x"))
    await attempt(opened("new.txt", "x"))
    async with aiofiles.open("new.txt") as file:
        await attempt(file.write("no"))
    await attempt(file.read())
    async with aiofiles.open("new.txt", "w") as file:
        await attempt(file.read())
        await attempt(file.write(b"bytes"))
    async with aiofiles.open("new.txt", "wb") as file:
        await attempt(file.write("text"))
    await file.close()


asyncio.run(main())
