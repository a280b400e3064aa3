# Line 14: the timeout ends the wait, and not the thread. Source: python/cpython#111358.
import asyncio
import time


def slow_query():
    time.sleep(1.5)
    print("query is through, nobody listens")


async def main():
    began = time.monotonic()
    try:
        await asyncio.wait_for(asyncio.to_thread(slow_query), timeout=0.3)
    except asyncio.TimeoutError:
        print(f"gave up after {time.monotonic() - began:.1f} s")


asyncio.run(main())
print("end")
