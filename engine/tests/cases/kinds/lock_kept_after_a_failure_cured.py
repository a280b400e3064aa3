# Nothing is wrong: async with releases in every case.
import asyncio


async def job(lock, fails):
    async with lock:
        await asyncio.sleep(0.05)
        if fails:
            raise ValueError("bad input")


async def main():
    lock = asyncio.Lock()
    await job(lock, False)
    try:
        await job(lock, True)
    except ValueError as error:
        print("job failed:", error)
    print("locked:", lock.locked())


asyncio.run(main())
