# Nothing is wrong: the group cancels its other tasks and awaits them.
import asyncio


async def part(name, seconds):
    await asyncio.sleep(seconds)
    if name == "b":
        raise ValueError(name)


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            for name, seconds in (("a", 0.05), ("b", 0.1), ("c", 1), ("d", 2)):
                group.create_task(part(name, seconds), name=name)
    except* ValueError:
        print("failed")
    await asyncio.sleep(0.1)


asyncio.run(main())
