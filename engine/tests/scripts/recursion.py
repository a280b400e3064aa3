"""Recursion without an end is an error that can be caught."""
import asyncio

async def down(n):
    await down(n + 1)

async def main():
    try:
        await down(0)
    except RecursionError:
        print("RecursionError")
    await asyncio.sleep(1)
    print("goes on")

asyncio.run(main())
