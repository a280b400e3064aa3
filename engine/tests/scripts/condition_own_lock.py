"""Two conditions over one lock."""
import asyncio

async def main():
    lock = asyncio.Lock()
    full, empty = asyncio.Condition(lock), asyncio.Condition(lock=lock)
    async with full:
        print(empty.locked(), lock.locked())
        empty.notify()
    print(lock.locked())

asyncio.run(main())
