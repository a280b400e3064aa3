"""Eager tasks run their first step at once."""
import asyncio

async def quick(name):
    print("in", name, asyncio.current_task().get_name())
    return name

async def slow(name):
    print("begins", name)
    await asyncio.sleep(1)
    print("ends", name)
    return name

async def fails():
    raise ValueError("at once")

async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.Task(quick("alone"), loop=loop, eager_start=True, name="first")
    print("made", task.done(), task.result(), asyncio.current_task().get_name())
    # It never waited, so it has no coroutine any more.
    print(task, task.get_coro())
    loop.set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(slow("a"), name="second")
    print("made", task.done())
    print(await asyncio.gather(task, quick("b"), slow("c")))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(quick("d")), group.create_task(slow("e"))]
        print("in the group", [task.done() for task in tasks])
    failed = asyncio.create_task(fails())
    print("failed", failed.done())
    try:
        await failed
    except ValueError as error:
        print(error)
    cancelled = asyncio.create_task(slow("f"))
    cancelled.cancel()
    print(await asyncio.gather(cancelled, return_exceptions=True), len(asyncio.all_tasks()))
    turn = asyncio.create_task(asyncio.sleep(0, "slept"))
    print(turn.done(), await turn)

    async def outer():
        inner = asyncio.create_task(quick("inner"))
        print("outer goes on", asyncio.current_task().get_name())
        await inner

    await asyncio.create_task(outer(), name="outer")
    loop.set_task_factory(None)
    print(asyncio.create_task(quick("late")).done())

asyncio.run(main())
