# A failure that a response tells of, and others.
import asyncio
import aiohttp


async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get("docs/nothing.txt") as response:
            print(response.status, response.ok, await response.text())
            try:
                response.raise_for_status()
            except aiohttp.ClientResponseError as error:
                print(type(error).__name__, error.status, error.message)
                print(isinstance(error, aiohttp.ClientError), isinstance(error, OSError))

        try:
            await session.get("docs/nothing.txt", raise_for_status=True)
        except aiohttp.ClientResponseError as error:
            print("at once:", error.status)

        async with session.get("docs/lock.txt") as response:
            try:
                await response.json()
            except aiohttp.ContentTypeError as error:
                print(error.message)

        async with session.get("docs/lock.txt") as response:
            pass
        try:
            await response.text()
        except aiohttp.ClientConnectionError as error:
            print("let go:", error)

    try:
        await session.get("docs/lock.txt")
    except RuntimeError as error:
        print(error)

    async with aiohttp.ClientSession(raise_for_status=True) as strict:
        try:
            async with strict.get("docs/nothing.txt"):
                print("never printed")
        except aiohttp.ClientResponseError as error:
            print("strict:", error.status)


asyncio.run(main())
