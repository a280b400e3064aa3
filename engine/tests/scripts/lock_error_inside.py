"""An error inside leaves the lock free."""
import asyncio

async def main():
    lock = asyncio.Lock()
    try:
        async with lock:
            raise ValueError("inside")
    except ValueError as error:
        print(error, lock.locked())

asyncio.run(main())
