import asyncio


async def wait():
    print("begun")
    await asyncio.sleep(3600)


def main():
    asyncio.run(wait())


main()
