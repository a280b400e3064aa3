# Three orders share one oven. Who waits for it, and who wakes whom?
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
    orders = [("bread", 6), ("cake", 4), ("rolls", 2)]
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(bake(name, oven, minutes), name=name)
            for name, minutes in orders
        ]
    for task in tasks:
        print(task.result())


asyncio.run(main())
