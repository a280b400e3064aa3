"""A cancelled inner task makes the shield cancelled."""
import asyncio

async def main():
    task = asyncio.create_task(asyncio.sleep(10))
    shielded = asyncio.shield(task)
    await asyncio.sleep(1)
    task.cancel()
    try:
        await shielded
    except asyncio.CancelledError:
        print(shielded.cancelled(), task.cancelled())

asyncio.run(main())
