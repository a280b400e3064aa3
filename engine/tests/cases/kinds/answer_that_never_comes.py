# Line 10: nobody sets this event, so nothing happens until the timeout.
import asyncio


async def main():
    asked, answered = asyncio.Event(), asyncio.Event()
    asked.set()
    try:
        async with asyncio.timeout(2):
            await answered.wait()
    except TimeoutError:
        print("no answer in 2 s")


asyncio.run(main())
