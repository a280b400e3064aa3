"""wait_for waits until the predicate is true."""
import asyncio

async def main():
    condition, items = asyncio.Condition(), []

    async def consumer():
        async with condition:
            print("result", await condition.wait_for(lambda: len(items) >= 2 and items))

    task = asyncio.create_task(consumer())
    for n in range(3):
        await asyncio.sleep(1)
        async with condition:
            items.append(n)
            condition.notify()
    await task

asyncio.run(main())
