# Look at the moment when one task fails: the group cancels the others, awaits their cleanup, and then ends.
#
# No task outlives a TaskGroup. Failures are raised as an exception group, which except* handles.
import asyncio


async def load(name, seconds):
    try:
        await asyncio.sleep(seconds)
        if name == "prices":
            raise ValueError("prices are not numbers")
        print(f"{name} loaded")
    except asyncio.CancelledError:
        print(f"{name} is asked to stop")
        await asyncio.sleep(0.2)
        print(f"{name} has cleaned up")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(load("names", 0.2), name="names")
            group.create_task(load("prices", 0.4), name="prices")
            group.create_task(load("pictures", 2), name="pictures")
        print("never printed")
    except* ValueError as failures:
        for failure in failures.exceptions:
            print("the group failed:", failure)


asyncio.run(main())
