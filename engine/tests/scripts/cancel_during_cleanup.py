"""A second cancellation interrupts the cleanup."""
import asyncio

async def work():
    try:
        await asyncio.sleep(10)
    finally:
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            print("cleanup was interrupted")
            raise

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled(), asyncio.get_running_loop().time())

asyncio.run(main())
