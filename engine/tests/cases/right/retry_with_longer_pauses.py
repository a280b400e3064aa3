# Nothing is wrong: each pause is longer than the one before, as it should be.
import asyncio

tries = 0


async def connect():
    global tries
    tries += 1
    await asyncio.sleep(0.01)
    if tries < 5:
        raise ConnectionError("refused")
    return "connected"


async def main():
    pause = 0.05
    while True:
        try:
            print(await connect())
            return
        except ConnectionError:
            await asyncio.sleep(pause)
            pause *= 2


asyncio.run(main())
