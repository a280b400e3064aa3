"""Items that can't be compared raise TypeError."""
import asyncio

async def main():
    queue = asyncio.PriorityQueue()
    await queue.put({"a": 1})
    try:
        await queue.put({"b": 2})
    except TypeError as error:
        print(error)

asyncio.run(main())
