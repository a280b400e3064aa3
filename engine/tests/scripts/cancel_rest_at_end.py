"""What is left when main ends is cancelled, and its cleanup awaited."""
import asyncio

async def work(n):
    try:
        await asyncio.sleep(100)
    finally:
        await asyncio.sleep(n)
        print("cleaned", n)

async def main():
    for n in (2, 1):
        asyncio.create_task(work(n))
    await asyncio.sleep(0)
    print("main ends")

asyncio.run(main())
