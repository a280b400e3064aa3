"""A cleanup that must be finished is shielded."""
import asyncio

async def cleanup():
    await asyncio.sleep(2)
    print("cleanup ends")

async def work():
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.shield(asyncio.create_task(cleanup()))

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled(), asyncio.get_running_loop().time())
    await asyncio.sleep(3)

asyncio.run(main())
