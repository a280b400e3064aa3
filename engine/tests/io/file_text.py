# A file of text: written, read whole, by line and in parts, and written on.
import asyncio
import aiofiles


async def main():
    async with aiofiles.open("notes.txt", mode="w") as file:
        print(await file.write("first\n"))
        await file.writelines(["second ä\n", "third\n"])
        print(file.closed, file.name, file.mode)
    print(file.closed)

    async with aiofiles.open("notes.txt") as file:
        print(repr(await file.read()), repr(await file.read()))
    async with aiofiles.open("notes.txt", "a") as file:
        await file.write("fourth")
    async with aiofiles.open("notes.txt") as file:
        print(repr(await file.readline()), repr(await file.read(3)))
        print(await file.readlines())
    async with aiofiles.open("notes.txt") as file:
        async for line in file:
            print(line.rstrip())
    async with aiofiles.open("notes.txt", "w"):
        pass
    file = await aiofiles.open("notes.txt")
    print(repr(await file.read()))
    await file.close()


asyncio.run(main())
