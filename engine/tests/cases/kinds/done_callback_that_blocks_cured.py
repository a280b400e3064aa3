# Nothing is wrong: the store is awaited, after the job.
import asyncio


async def job():
    await asyncio.sleep(0.1)
    return 7


async def store(value):
    await asyncio.sleep(0.4)
    print("stored", value)


async def heartbeat():
    while True:
        await asyncio.sleep(0.05)


async def main():
    beat = asyncio.create_task(heartbeat(), name="heartbeat")
    await store(await asyncio.create_task(job(), name="job"))
    beat.cancel()


asyncio.run(main())
