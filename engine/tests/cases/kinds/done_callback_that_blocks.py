# Line 12: this runs on the loop when the task has ended, and blocks it.
import asyncio
import time


async def job():
    await asyncio.sleep(0.1)
    return 7


def store(task):
    time.sleep(0.4)
    print("stored", task.result())


async def heartbeat():
    while True:
        await asyncio.sleep(0.05)


async def main():
    beat = asyncio.create_task(heartbeat(), name="heartbeat")
    work = asyncio.create_task(job(), name="job")
    work.add_done_callback(store)
    await asyncio.sleep(0.8)
    beat.cancel()


asyncio.run(main())
