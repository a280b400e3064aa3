"""What a thread and the loop print comes in the order of time."""
import asyncio, time

def count(name, seconds):
    for n in range(3):
        time.sleep(seconds)
        print(name, n)

async def main():
    first = asyncio.create_task(asyncio.to_thread(count, "thread", 0.3))
    second = asyncio.create_task(asyncio.to_thread(count, "other", 0.17))
    for n in range(9):
        await asyncio.sleep(0.11)
        print("loop", n)
    await first
    await second

asyncio.run(main())
