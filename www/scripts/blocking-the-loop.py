# Look at the gap in the ticker's marks: while one task blocks, no other task gets a turn.
#
# A mistake. time.sleep, a long computation, and a library that waits without await all block the loop. Split the
# work and yield between the parts, or await work that runs elsewhere.
import asyncio
import time


async def tick():
    last = time.perf_counter()
    longest = 0
    try:
        while True:
            await asyncio.sleep(0.1)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
    finally:
        print(f"the longest time between two ticks: {longest:.1f} s")


async def blocking():
    time.sleep(1)


async def in_slices():
    for _ in range(20):
        time.sleep(0.05)
        await asyncio.sleep(0)


async def main():
    for work in (blocking, in_slices):
        ticker = asyncio.create_task(tick(), name="ticker")
        await asyncio.sleep(0.25)
        print(f"{work.__name__}:")
        await asyncio.create_task(work(), name=work.__name__)
        await asyncio.sleep(0.25)
        ticker.cancel()
        await asyncio.wait([ticker])


asyncio.run(main())
