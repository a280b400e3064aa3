"""A task group waits for all of its tasks."""
import asyncio

async def work(n):
    await asyncio.sleep(n)
    print("ends", n)
    return n * n

async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(n), name=f"t{n}") for n in (3, 1, 2)]
        print("body ends")
    print([task.result() for task in tasks], [task.get_name() for task in tasks])

asyncio.run(main())
