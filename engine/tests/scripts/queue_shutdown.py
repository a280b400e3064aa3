"""A queue that is shut down raises once it is empty."""
import asyncio

async def consumer(queue):
    try:
        while True:
            print("got", await queue.get())
    except asyncio.QueueShutDown:
        print("shut down")

async def main():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    queue.put_nowait(2)
    task = asyncio.create_task(consumer(queue))
    await asyncio.sleep(1)
    queue.shutdown()
    try:
        await queue.put(3)
    except asyncio.QueueShutDown as error:
        print("refused", error.args)
    await task
    hasty = asyncio.Queue()
    hasty.put_nowait("lost")
    hasty.shutdown(immediate=True)
    try:
        hasty.get_nowait()
    except asyncio.QueueShutDown:
        print("at once")

# Queue.shutdown came with Python 3.13.
asyncio.run(main())
