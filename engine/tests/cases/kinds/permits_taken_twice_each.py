# Line 8: each task holds a permit and waits for another one.
import asyncio


async def job(name, permits):
    async with permits:
        await asyncio.sleep(0.01)
        async with permits:
            print(name, "is done")


async def main():
    permits = asyncio.Semaphore(2)
    await asyncio.wait([asyncio.create_task(job(name, permits), name=name) for name in ("ada", "bob")])


asyncio.run(main())
