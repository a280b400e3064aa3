"""Tasks in the background: awaited, cancelled, or forgotten."""

import asyncio

VARIANT = "await"  # setting: variant
TASKS = 3  # setting: tasks
TIME = 0.25  # setting: time
OWN = 0.4  # setting: own


async def main():
    # Each takes longer than the one before. They run while main does something else.
    tasks = []
    for n in range(1, TASKS + 1):
        name = f"task {n}"
        tasks.append(asyncio.create_task(work(name, TIME * n), name=name))
    await asyncio.sleep(OWN)
    print("main has done its own work")

    if VARIANT == "await":
        await asyncio.gather(*tasks)
    elif VARIANT == "cancel":
        for task in tasks:
            # False for a task that has ended already.
            asked = task.cancel()
            print(f"cancel {task.get_name()}: {asked}")
        # A cancel is only a request: a task may have to clean up first.
        await asyncio.gather(*tasks, return_exceptions=True)
    # Otherwise they keep running until main ends.
    print("main ends")


async def work(name, time):
    is_done = False
    try:
        await asyncio.sleep(time)
        is_done = True
    finally:
        how = "is done" if is_done else "was cut short"
        print(f"{name} {how}")


asyncio.run(main())
