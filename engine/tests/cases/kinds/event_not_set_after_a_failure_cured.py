# Nothing is wrong: finally sets the event in every case.
import asyncio


async def dial():
    await asyncio.sleep(0.05)
    raise OSError("refused")


async def connect(ready):
    try:
        await dial()
    except OSError as error:
        print("could not connect:", error)
    finally:
        ready.set()


async def client(ready):
    await ready.wait()
    print("client begins")


async def main():
    ready = asyncio.Event()
    await asyncio.gather(connect(ready), client(ready))


asyncio.run(main())
