"""A file that is written line by line, and closed even when its writer is cancelled halfway."""

import asyncio

import aiofiles  # pip install aiofiles: Python's own files make the loop wait for the disk

VARIANT = "scope"  # setting: variant
CANCEL = 0.45  # setting: cancel
LINES = 8  # setting: lines
PAUSE = 0.1  # setting: pause
READERS = 3  # setting: readers

NAME = "notes.txt"
ticks = 0


async def main():
    ticker = asyncio.create_task(tick(), name="ticker")

    write = write_in_a_scope if VARIANT == "scope" else write_and_then_close
    writer = asyncio.create_task(write(), name="writer")
    if CANCEL:
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


async def write_in_a_scope():
    file = await aiofiles.open(NAME, "w")
    try:
        await write_lines(file)
    finally:
        # Whether all lines are written or not. “async with” closes a file like this.
        await close(file)


async def write_and_then_close():
    file = await aiofiles.open(NAME, "w")
    await write_lines(file)
    # A task that is cancelled above never gets here.
    await close(file)


async def write_lines(file):
    for n in range(1, LINES + 1):
        await asyncio.sleep(PAUSE)
        await file.write(f"line {n}\n")


async def close(file):
    """Closing saves what was written."""
    await file.close()
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
