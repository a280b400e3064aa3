"""A file that is written line by line, and closed even when its writer is cancelled halfway."""

import asyncio

import aiofiles  # pip install aiofiles: Python's own files make the loop wait for the disk

LINES, PAUSE, CANCEL, READERS = 8, 0.1, 0.45, 3
NAME = "notes.txt"
ticks = 0


async def main():
    ticker = asyncio.create_task(tick(), name="ticker")

    writer = asyncio.create_task(write(), name="writer")
    await asyncio.sleep(CANCEL)
    writer.cancel()
    try:
        await writer
    except asyncio.CancelledError:
        print("the writer was cancelled")

    readers = [asyncio.create_task(read(), name=f"reader {n}") for n in range(1, READERS + 1)]
    for n, lines in enumerate(await asyncio.gather(*readers), start=1):
        print(f"reader {n} found {lines} lines")
    print(f"meanwhile the ticker ticked {ticks} times")
    ticker.cancel()


async def write():
    try:
        async with aiofiles.open(NAME, "w") as file:
            for n in range(1, LINES + 1):
                await asyncio.sleep(PAUSE)
                await file.write(f"line {n}\n")
    finally:
        # Whether all lines are written or not, the file is closed by now.
        print(f"{NAME} is closed")


async def read():
    async with aiofiles.open(NAME) as file:
        text = await file.read()
    return len(text.splitlines())


async def tick():
    global ticks
    while True:
        await asyncio.sleep(0.05)
        ticks += 1


asyncio.run(main())
