# Nothing is wrong: eager tasks whose first step is their last interrupt the task that makes them, which goes on.
import asyncio

cache = {}


async def load(key):
    if key not in cache:
        await asyncio.sleep(0.1)
        cache[key] = f"page {key}"
    return cache[key]


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with asyncio.TaskGroup() as group:
        for key in range(3):
            group.create_task(load(key))
    for _ in range(100):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(load(key)) for key in range(3)]
    print([task.result() for task in tasks])


asyncio.run(main())
