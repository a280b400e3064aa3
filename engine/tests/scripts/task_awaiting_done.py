"""Awaiting what is done does not yield."""
import asyncio

async def other():
    print("other")

async def value():
    return 1

async def main():
    done = asyncio.create_task(value())
    await done
    asyncio.create_task(other())
    print(await value(), await done)
    print("still first")
    await asyncio.sleep(0)

asyncio.run(main())
