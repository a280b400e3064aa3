# Line 14: this catches the cancellation too, so the task goes on after it was cancelled. Source: jd/tenacity#529.
import asyncio
import functools
import time


def retry(attempts, never=()):
    def decorate(function):
        @functools.wraps(function)
        async def wrapper(*args):
            for attempt in range(1, attempts + 1):
                try:
                    return await function(*args)
                except BaseException as error:
                    if isinstance(error, never) or attempt == attempts:
                        raise
                    print("attempt", attempt, "failed with", type(error).__name__)
                    await asyncio.sleep(0.1)
        return wrapper
    return decorate


@retry(attempts=3, never=(ValueError,))
async def download(name):
    await asyncio.sleep(0.5)
    return f"{name} saved"


async def main():
    began = time.monotonic()
    try:
        print(await asyncio.wait_for(download("map.zip"), timeout=0.2))
    except asyncio.TimeoutError:
        print("timed out")
    print(f"after {time.monotonic() - began:.1f} s, asked for 0.2")


asyncio.run(main())
