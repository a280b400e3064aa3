# Nothing is wrong: a thread waits for the disk.
import asyncio
import time


def read_from_disk():
    time.sleep(0.25)
    return b"data"


async def load(files):
    for name in files:
        await asyncio.sleep(0.01)
        await asyncio.to_thread(read_from_disk)
        print("loaded", name)


async def progress():
    while True:
        await asyncio.sleep(0.05)


async def main():
    bar = asyncio.create_task(progress(), name="progress")
    await asyncio.create_task(load(["a", "b"]), name="load")
    bar.cancel()


asyncio.run(main())
