# Nothing is wrong: the task cleans up and raises again.
import asyncio


async def listen():
    for _ in range(4):
        try:
            await asyncio.sleep(0.2)
        except asyncio.CancelledError:
            await asyncio.sleep(0.05)
            print("hung up")
            raise


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
