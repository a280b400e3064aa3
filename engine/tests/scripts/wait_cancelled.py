"""Who waits is cancelled; what is waited for is not."""
import asyncio

async def waiter(task):
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        print("waiter cancelled")
        raise

async def main():
    task = asyncio.create_task(asyncio.sleep(3, "whole"))
    waiting = asyncio.create_task(waiter(task))
    await asyncio.sleep(1)
    waiting.cancel()
    await asyncio.wait([waiting])
    print(waiting.cancelled(), await task)

asyncio.run(main())
