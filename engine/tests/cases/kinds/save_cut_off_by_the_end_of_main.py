# Line 11: nobody awaits the task, so the end of main cuts it off.
import asyncio


async def save():
    await asyncio.sleep(0.3)
    print("saved")


async def main():
    asyncio.create_task(save(), name="save")
    await asyncio.sleep(0.1)
    print("bye")


asyncio.run(main())
