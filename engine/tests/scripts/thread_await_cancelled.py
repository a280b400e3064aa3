"""Who awaits a thread is cancelled; the thread goes on, and asyncio.run waits for it."""
import asyncio, time

began = time.monotonic()

def now():
    return round(time.monotonic() - began, 2)

def work(name, seconds):
    print(name, "begins", now())
    try:
        time.sleep(seconds)
        return name
    finally:
        print(name, "ends", now())

async def asks(name, seconds):
    try:
        return await asyncio.to_thread(work, name, seconds)
    except asyncio.CancelledError:
        print(name, "is not awaited any more", now())
        raise

async def main():
    task = asyncio.create_task(asks("one", 0.5))
    await asyncio.sleep(0.1)
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))
    try:
        async with asyncio.timeout(0.1):
            await asks("two", 0.3)
    except TimeoutError:
        print("too late", now())
    try:
        await asyncio.wait_for(asyncio.shield(asks("three", 0.3)), 0.1)
    except TimeoutError:
        print("too late", now())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asks("four", 1))
            await asyncio.sleep(0.1)
            raise ValueError("the group ends")
    except* ValueError as error:
        print(error.exceptions, now())

asyncio.run(main())
print("over", now())
