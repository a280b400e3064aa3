"""Threads go on while the loop is blocked."""
import asyncio, time

def count():
    for n in range(4):
        time.sleep(0.2)
        print("thread", n)
    return "counted"

async def main():
    counting = asyncio.create_task(asyncio.to_thread(count))
    await asyncio.sleep(0.1)
    time.sleep(0.45)
    print("blocked no longer")
    print(await counting)

asyncio.run(main())
