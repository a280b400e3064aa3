"""What a semaphore refuses."""
import asyncio

async def main():
    try:
        asyncio.Semaphore(-1)
    except ValueError as error:
        print(error)
    bounded = asyncio.BoundedSemaphore(value=1)
    await bounded.acquire()
    print(bounded.locked())
    bounded.release()
    try:
        bounded.release()
    except ValueError as error:
        print(error)
    unbounded = asyncio.Semaphore()
    unbounded.release()
    print(unbounded.locked())

asyncio.run(main())
