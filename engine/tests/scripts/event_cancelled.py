"""A waiter's cancellation harms no other."""
import asyncio

async def main():
    event = asyncio.Event()
    first, second = (asyncio.create_task(event.wait()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    event.set()
    print(await asyncio.gather(first, second, return_exceptions=True))

asyncio.run(main())
