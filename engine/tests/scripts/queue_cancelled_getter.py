"""A getter that is cancelled after its wake loses no item."""
import asyncio

async def getter(name, queue):
    print(name, await queue.get())

async def main():
    queue = asyncio.Queue()
    first = asyncio.create_task(getter("first", queue))
    second = asyncio.create_task(getter("second", queue))
    await asyncio.sleep(0)
    queue.put_nowait("item")
    first.cancel()
    await asyncio.wait([first, second])
    print(first.cancelled())

asyncio.run(main())
