# Nothing is wrong: a consumer that is cancelled puts its item back.
import asyncio


async def consumer(jobs, done):
    while True:
        job = await jobs.get()
        try:
            await asyncio.sleep(0.1)
            done.append(job)
        except asyncio.CancelledError:
            jobs.put_nowait(job)
            raise


async def main():
    jobs, done = asyncio.Queue(maxsize=9), []
    for job in ("a", "b", "c"):
        jobs.put_nowait(job)
    consuming = asyncio.create_task(consumer(jobs, done), name="consumer")
    await asyncio.sleep(0.15)
    consuming.cancel()
    await asyncio.wait([consuming])
    print("done", done, "left", jobs.qsize())


asyncio.run(main())
