"""TaskGroup.cancel of Python 3.15: the group ends early, and without an error."""
import asyncio

async def works(name):
    try:
        await asyncio.sleep(10)
    finally:
        print(name, "cancelled")

async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(works(name)) for name in "ab"]
        await asyncio.sleep(1)
        group.cancel()
        group.cancel()
        print("still in the body", group)
        await asyncio.sleep(1)
        print("never reached")
    print([task.cancelled() for task in tasks], asyncio.current_task().cancelling())
    group.cancel()

    early = asyncio.TaskGroup()
    early.cancel()
    async with early:
        try:
            early.create_task(works("never"))
        except RuntimeError as error:
            print(error)
        await asyncio.sleep(1)
        print("never reached")

    async def child(group):
        await asyncio.sleep(1)
        group.cancel()
        await asyncio.sleep(1)

    async with asyncio.TaskGroup() as group:
        group.create_task(works("sibling"))
        group.create_task(child(group))
    print("ended by a child", asyncio.get_running_loop().time())

asyncio.run(main())
