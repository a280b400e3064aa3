"""set wakes every waiter; clear closes again."""
import asyncio

async def waiter(name, event):
    print(name, await event.wait())

async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(name, event)) for name in "ab"]
    await asyncio.sleep(1)
    event.set()
    event.clear()
    await asyncio.gather(*tasks)
    print(event.is_set())
    event.set()
    print(await event.wait(), event.is_set())

asyncio.run(main())
