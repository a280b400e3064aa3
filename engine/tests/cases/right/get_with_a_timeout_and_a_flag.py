# Nothing is wrong: a timeout around get alone loses nothing.
import asyncio


async def worker(jobs, stop):
    while not stop.is_set():
        try:
            job = await asyncio.wait_for(jobs.get(), 0.05)
        except TimeoutError:
            continue
        await asyncio.sleep(0.02)
        print("did", job)


async def main():
    jobs, stop = asyncio.Queue(maxsize=5), asyncio.Event()
    working = asyncio.create_task(worker(jobs, stop), name="worker")
    for n in range(3):
        await jobs.put(n)
        await asyncio.sleep(0.12)
    stop.set()
    await working


asyncio.run(main())
