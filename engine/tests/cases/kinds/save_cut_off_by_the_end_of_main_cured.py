# Nothing is wrong: main awaits the task.
import asyncio


async def save():
    await asyncio.sleep(0.3)
    print("saved")


async def main():
    saving = asyncio.create_task(save(), name="save")
    await asyncio.sleep(0.1)
    print("bye")
    await saving


asyncio.run(main())
