"""The awaits of a finally run before the canceller goes on."""
import asyncio

async def work():
    try:
        await asyncio.sleep(10)
    finally:
        print("cleaning")
        await asyncio.sleep(2)
        print("clean")

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("over at", asyncio.get_running_loop().time())

asyncio.run(main())
