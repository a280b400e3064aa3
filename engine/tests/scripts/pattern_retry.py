"""Trying again, with a timeout for each try."""
import asyncio

tries = 0

async def flaky():
    global tries
    tries += 1
    await asyncio.sleep(5 / tries)
    return f"worked at try {tries}"

async def main():
    for delay in (1, 2, 4):
        try:
            async with asyncio.timeout(2):
                print(await flaky())
                break
        except TimeoutError:
            print("again in", delay)
            await asyncio.sleep(delay)

asyncio.run(main())
