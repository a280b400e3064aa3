"""Sleeps end in the order of their deadlines, not of their begin."""
import asyncio

async def sleeper(name, delay):
    await asyncio.sleep(delay)
    print(name, round(asyncio.get_running_loop().time(), 3))

async def main():
    await asyncio.gather(sleeper("slow", 3), sleeper("quick", 1), sleeper("middle", 2))

asyncio.run(main())
