"""Threads sleep beside each other and beside the loop."""
import asyncio, time

async def tick():
    while True:
        await asyncio.sleep(0.2)
        print("tick", round(time.monotonic() - began, 1))

async def main():
    global began
    began = time.monotonic()
    ticking = asyncio.create_task(tick())
    await asyncio.gather(*(asyncio.to_thread(time.sleep, 0.5) for _ in range(3)))
    print(round(time.monotonic() - began, 1))
    ticking.cancel()

asyncio.run(main())
