"""A lock that nobody holds can't be released."""
import asyncio

async def main():
    lock = asyncio.Lock()
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    print(await lock.acquire(), lock.locked())
    lock.release()
    try:
        with lock:
            pass
    except (TypeError, AttributeError):
        print("async with is needed")

asyncio.run(main())
