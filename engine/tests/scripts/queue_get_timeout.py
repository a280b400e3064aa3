"""wait_for over get: the item that comes later is still there."""
import asyncio

async def main():
    queue = asyncio.Queue()
    try:
        await asyncio.wait_for(queue.get(), 1)
    except TimeoutError:
        print("nothing came")
    await queue.put("late")
    print(await queue.get())

asyncio.run(main())
