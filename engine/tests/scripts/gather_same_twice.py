"""The same awaitable twice runs once."""
import asyncio

async def work():
    print("runs")
    return 1

async def main():
    coroutine = work()
    print(await asyncio.gather(coroutine, coroutine))

asyncio.run(main())
