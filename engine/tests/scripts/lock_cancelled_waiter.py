"""A waiter that is cancelled after its wake passes the lock on."""
import asyncio

async def hold(name, lock):
    async with lock:
        print(name, "holds")

async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    first = asyncio.create_task(hold("first", lock))
    second = asyncio.create_task(hold("second", lock))
    await asyncio.sleep(0)
    lock.release()
    first.cancel()
    await asyncio.wait([first, second])
    print(first.cancelled(), lock.locked())

asyncio.run(main())
