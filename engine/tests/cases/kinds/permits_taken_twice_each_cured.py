# Nothing is wrong: each task takes one permit.
import asyncio


async def job(name, permits):
    async with permits:
        await asyncio.sleep(0.01)
        print(name, "is done")


async def main():
    permits = asyncio.Semaphore(2)
    await asyncio.wait([asyncio.create_task(job(name, permits), name=name) for name in ("ada", "bob")])


asyncio.run(main())
