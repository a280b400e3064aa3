# Three orders share one oven. Which order waits for it, and which one wakes it?
import asyncio


async def bake(name, oven, minutes):
    print(name, "is kneaded")
    await asyncio.sleep(0.2)
    async with oven:
        print(name, "goes into the oven")
        await asyncio.sleep(minutes / 10)
    return f"{name} is done"


async def main():
    oven = asyncio.Lock()
    orders = [("bread", 6), ("cake", 4), ("pie", 2)]
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(bake(name, oven, minutes), name=name)
            for name, minutes in orders
        ]
    for task in tasks:
        print(task.result())


asyncio.run(main())
