# Nothing is wrong: the cancellation ends the loop.
import asyncio


async def poll():
    for _ in range(5):
        await asyncio.sleep(0.1)
        print("polled")


async def main():
    polling = asyncio.create_task(poll(), name="poll")
    await asyncio.sleep(0.15)
    polling.cancel()
    await asyncio.wait([polling])


asyncio.run(main())
