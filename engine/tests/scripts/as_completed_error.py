"""A failure is raised in its turn."""
import asyncio

async def fail(delay):
    await asyncio.sleep(delay)
    raise ValueError(delay)

async def main():
    for next_one in asyncio.as_completed([fail(2), asyncio.sleep(3, "c"), asyncio.sleep(1, "a")]):
        try:
            print(await next_one)
        except ValueError as error:
            print("failed", error)

asyncio.run(main())
