# Nothing is wrong: three different calls, each at a line of its own.
import asyncio


async def log_in():
    await asyncio.sleep(0.1)
    return "token"


async def load(token):
    await asyncio.sleep(0.2)
    return f"data for {token}"


async def store(data):
    await asyncio.sleep(0.15)
    print("stored", data)


async def main():
    await store(await load(await log_in()))


asyncio.run(main())
