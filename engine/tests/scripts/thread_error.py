"""A function's error is raised where it is awaited."""
import asyncio

def fail():
    raise OSError("in thread")

async def main():
    try:
        await asyncio.to_thread(fail)
    except OSError as error:
        print(error)

asyncio.run(main())
