# A file of bytes, and one in another encoding.
import asyncio
import aiofiles


async def main():
    async with aiofiles.open("data.bin", "wb") as file:
        print(await file.write(bytes(range(5))), await file.write(b"\r\n"))
    async with aiofiles.open("data.bin", "rb") as file:
        print(await file.read(2), await file.read())
        await file.seek(1)
        print(await file.tell(), await file.read(1))
    async with aiofiles.open("latin.txt", "w", encoding="latin-1") as file:
        await file.write("ä\r\nb\n")
    async with aiofiles.open("latin.txt", "rb") as file:
        print(await file.read())
    async with aiofiles.open("latin.txt", encoding="latin-1") as file:
        print(await file.readlines())
    try:
        async with aiofiles.open("latin.txt") as file:
            await file.read()
    except UnicodeDecodeError as error:
        print(error.reason)


asyncio.run(main())
