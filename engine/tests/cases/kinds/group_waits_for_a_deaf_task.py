# Line 9: the task ignores the cancel of its group, so the group ends late.
import asyncio


async def listen():
    for _ in range(4):
        try:
            await asyncio.sleep(0.2)
        except asyncio.CancelledError:
            print("ignored")


async def fail():
    await asyncio.sleep(0.1)
    raise OSError("the line is down")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(listen(), name="listen")
            group.create_task(fail(), name="fail")
    except* OSError:
        print("the group has ended")


asyncio.run(main())
