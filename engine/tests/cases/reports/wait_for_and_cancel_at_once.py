# Line 10: before Python 3.12 wait_for could lose a cancel here. It is right since then. Source: python/cpython#86296.
import asyncio


async def quick():
    return "row"


async def job():
    row = await asyncio.wait_for(quick(), timeout=1)
    print("job goes on with", row)
    await asyncio.sleep(0.2)
    print("job wrote", row)


async def main():
    task = asyncio.create_task(job(), name="job")
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
        print("not cancelled")
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
