"""A file that is written line by line, and closed although its writer is cancelled half way."""

import asyncio
import contextlib
import pathlib
import tempfile

LINES, PAUSE, CANCEL, READERS = 8, 0.1, 0.45, 3
NAME = pathlib.Path(tempfile.mkdtemp()) / "notes.txt"
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

    readers = [asyncio.create_task(read(), name=f"reader {n}") for n in range(READERS)]
    for n, lines in enumerate(await asyncio.gather(*readers), start=1):
        print(f"reader {n} found {lines} lines")
    print(f"meanwhile the ticker ticked {ticks} times")
    ticker.cancel()


async def write():
    async with opened("w") as file:
        for n in range(1, LINES + 1):
            await asyncio.sleep(PAUSE)
            await asyncio.to_thread(file.write, f"line {n}\n")


async def read():
    async with opened("r") as file:
        text = await asyncio.to_thread(file.read)
    return len(text.splitlines())


async def tick():
    global ticks
    while True:
        await asyncio.sleep(0.05)
        ticks += 1


@contextlib.asynccontextmanager
async def opened(mode):
    # Python has no async files: a thread waits for the disk.
    file = await asyncio.to_thread(open, NAME, mode)
    try:
        yield file
    finally:
        await asyncio.to_thread(file.close)
        if mode == "w":
            print(f"{NAME.name} is closed")


try:
    asyncio.run(main())
finally:
    NAME.unlink()
    NAME.parent.rmdir()
