"""A timeout gives up waiting for a thread, which goes on; the program ends after it."""
import asyncio, time

def slow():
    time.sleep(1.5)
    print("through, nobody listens")
    return 1

async def main():
    began = time.monotonic()
    try:
        await asyncio.wait_for(asyncio.to_thread(slow), 0.3)
    except TimeoutError:
        print(f"gave up after {time.monotonic() - began:.1f} s")
    try:
        async with asyncio.timeout(0.4):
            await asyncio.to_thread(slow)
    except TimeoutError:
        print(f"gave up after {time.monotonic() - began:.1f} s")

began = time.monotonic()
asyncio.run(main())
print(f"end after {time.monotonic() - began:.1f} s")
