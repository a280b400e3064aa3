# Line 6: release is skipped where the job fails, so the lock is never released.
import asyncio


async def job(lock, fails):
    await lock.acquire()
    await asyncio.sleep(0.05)
    if fails:
        raise ValueError("bad input")
    lock.release()


async def main():
    lock = asyncio.Lock()
    await job(lock, False)
    try:
        await job(lock, True)
    except ValueError as error:
        print("job failed:", error)
    print("locked:", lock.locked())


asyncio.run(main())
