"""Results in the order of completion."""
import asyncio

async def after(delay):
    await asyncio.sleep(delay)
    return delay

async def main():
    for next_one in asyncio.as_completed([after(3), after(1), after(2)]):
        print(await next_one)

asyncio.run(main())
