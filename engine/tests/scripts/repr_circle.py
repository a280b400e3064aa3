"""The repr of a task that waits for itself, through another one, has an end."""
import asyncio

async def main():
    tasks = []

    async def wait_for(other):
        await tasks[other]

    tasks[:] = asyncio.create_task(wait_for(1), name="a"), asyncio.create_task(wait_for(0), name="b")
    await asyncio.sleep(0)
    print(repr(tasks[0]).count("<Task"), "..." in repr(tasks[0]))
    tasks.append(asyncio.get_running_loop().create_future())
    tasks[2].set_result(tasks)
    print("..." in repr(tasks[2]), len(repr(tasks)) < 10_000)

try:
    asyncio.run(main())
except RecursionError:
    print("RecursionError")
