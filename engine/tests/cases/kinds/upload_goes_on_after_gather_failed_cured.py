# Nothing is wrong: the caller cancels the others and awaits them.
import asyncio


async def upload(name, seconds):
    await asyncio.sleep(seconds)
    if name == "b":
        raise OSError("disk full")
    print("uploaded", name)


async def main():
    uploads = [asyncio.create_task(upload(n, t), name=n) for n, t in (("a", 0.3), ("b", 0.1), ("c", 0.4))]
    try:
        await asyncio.gather(*uploads)
    except OSError as error:
        print("gave up:", error)
        for task in uploads:
            task.cancel()
        await asyncio.gather(*uploads, return_exceptions=True)
    await asyncio.sleep(0.6)


asyncio.run(main())
