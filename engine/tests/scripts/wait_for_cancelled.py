"""A cancellation from outside is no timeout."""
import asyncio

async def work():
    try:
        await asyncio.wait_for(asyncio.sleep(10), 5)
    except TimeoutError:
        print("wrong")
    except asyncio.CancelledError:
        print("cancelled")
        raise

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled())

asyncio.run(main())
