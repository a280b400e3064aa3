"""What is not there in time raises TimeoutError."""
import asyncio

async def after(delay):
    await asyncio.sleep(delay)
    return delay

async def main():
    for next_one in asyncio.as_completed([after(3), after(1)], timeout=2):
        try:
            print(await next_one)
        except TimeoutError:
            print("too late at", asyncio.get_running_loop().time())

asyncio.run(main())
