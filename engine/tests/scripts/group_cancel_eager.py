"""An eager task that cancels its group before it waits is cancelled as well (gh-155418)."""
import asyncio

async def child(group):
    group.cancel()
    await asyncio.sleep(10)
    print("never reached")

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(child(group))
    print(task.cancelled(), asyncio.get_running_loop().time())

asyncio.run(main())
