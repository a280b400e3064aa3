# A body in pieces, written to a file as it comes.
import asyncio
import aiofiles
import aiohttp


async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get("docs/gather.txt") as response:
            async with aiofiles.open("pieces.bin", "wb") as file:
                async for chunk in response.content.iter_chunked(100):
                    await file.write(chunk)
        async with session.get("docs/gather.txt") as response:
            lines = [line async for line in response.content]
            print(len(lines), lines[0], lines[0].endswith(b"\n"))
        async with session.get("docs/gather.txt") as response:
            print(await response.content.read(6), await response.content.readline())
            whole = await response.content.read()
    async with aiofiles.open("pieces.bin", "rb") as file:
        kept = await file.read()
    print(kept == b"".join(lines), kept.endswith(whole))


asyncio.run(main())
