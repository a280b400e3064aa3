# Nothing is wrong: a cancelled task may wait while it cleans up.
import asyncio


async def session():
    try:
        while True:
            await asyncio.sleep(0.1)
    finally:
        await asyncio.sleep(0.05)
        print("logged out")
        await asyncio.sleep(0.05)
        print("closed")


async def main():
    task = asyncio.create_task(session(), name="session")
    await asyncio.sleep(0.25)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("the session was cancelled")


asyncio.run(main())
