# Look at the one solid bar of the first half, and at the three overlapping waits of the second.
#
# Both halves wait for the same three things. Python runs one line at a time in both. But an await lets
# the other tasks start their waits, and time.sleep does not.
import asyncio
import time


def brew_and_wait(cup):
    time.sleep(0.5)
    print(f"cup {cup} after {elapsed()}")


async def brew(cup):
    await asyncio.sleep(0.5)
    print(f"cup {cup} after {elapsed()}")


def elapsed():
    return f"{time.perf_counter() - began:.1f} s"


async def main():
    global began
    print("synchronous:")
    began = time.perf_counter()
    for cup in (1, 2, 3):
        brew_and_wait(cup)

    print("asynchronous:")
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for cup in (1, 2, 3):
            group.create_task(brew(cup), name=f"cup {cup}")


asyncio.run(main())
