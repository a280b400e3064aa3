"""A putter that is cancelled puts nothing."""
import asyncio

async def main():
    queue = asyncio.Queue(1)
    queue.put_nowait(1)
    putter = asyncio.create_task(queue.put(2))
    await asyncio.sleep(0)
    putter.cancel()
    await asyncio.wait([putter])
    print(putter.cancelled(), queue.qsize(), queue.get_nowait(), queue.qsize())

asyncio.run(main())
