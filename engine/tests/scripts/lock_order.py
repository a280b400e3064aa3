"""First come, first served."""
import asyncio

async def work(name, lock):
    async with lock:
        print(name, "holds", lock.locked())
        await asyncio.sleep(1)
    print(name, "released")

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(work(name, lock) for name in "abc"))
    print(lock.locked(), asyncio.get_running_loop().time())

asyncio.run(main())
