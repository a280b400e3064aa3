"""A cancelled waiter has the lock again before it goes."""
import asyncio

async def waiter(condition):
    async with condition:
        try:
            await condition.wait()
        finally:
            print("locked", condition.locked())

async def main():
    condition = asyncio.Condition()
    task = asyncio.create_task(waiter(condition))
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled(), condition.locked())

asyncio.run(main())
