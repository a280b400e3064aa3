# Line 13: set() is skipped where connect fails, so the client waits for ever.
import asyncio


async def dial():
    await asyncio.sleep(0.05)
    raise OSError("refused")


async def connect(ready):
    try:
        await dial()
        ready.set()
    except OSError as error:
        print("could not connect:", error)


async def client(ready):
    await ready.wait()
    print("client begins")


async def main():
    ready = asyncio.Event()
    await asyncio.gather(connect(ready), client(ready))


asyncio.run(main())
