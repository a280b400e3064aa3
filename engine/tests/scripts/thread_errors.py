"""What a function raises in a thread is raised where it is awaited."""
import asyncio, time

class Odd(Exception):
    pass

def fail(kind):
    time.sleep(0.1)
    raise kind("in the thread")

async def main():
    loop = asyncio.get_running_loop()
    for kind in (Odd, KeyError, asyncio.CancelledError, GeneratorExit):
        try:
            await loop.run_in_executor(None, fail, kind)
        except BaseException as error:
            print(type(error).__name__, error)
    results = await asyncio.gather(asyncio.to_thread(fail, Odd), asyncio.to_thread(fail, OSError), return_exceptions=True)
    print(results)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.to_thread(fail, Odd))
            group.create_task(asyncio.to_thread(time.sleep, 0.3))
    except* Odd as errors:
        print(errors.exceptions)
    await asyncio.to_thread(fail, Odd)

asyncio.run(main())
