"""One failure cancels the siblings; the group's error has all."""
import asyncio

async def fail(delay, word):
    await asyncio.sleep(delay)
    raise ValueError(word)

async def long():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("sibling cancelled")
        raise

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(long())
            group.create_task(fail(1, "one"))
            group.create_task(fail(1, "two"))
    except ExceptionGroup as error:
        print(error.message, [str(e) for e in error.exceptions])
    print(asyncio.get_running_loop().time())

asyncio.run(main())
