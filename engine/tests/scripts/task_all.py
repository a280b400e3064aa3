"""all_tasks tells the pending ones."""
import asyncio

async def wait():
    await asyncio.sleep(1)

async def main():
    tasks = [asyncio.create_task(wait(), name=f"w{n}") for n in range(3)]
    print(sorted(task.get_name() for task in asyncio.all_tasks()))
    await tasks[0]
    print(len(asyncio.all_tasks()))
    await asyncio.sleep(0)
    print([task.get_name() for task in asyncio.all_tasks()])
    print(asyncio.current_task() in asyncio.all_tasks())

asyncio.run(main())
