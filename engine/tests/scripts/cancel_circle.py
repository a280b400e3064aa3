"""Tasks that await each other: cancelling them is a RecursionError, not the end of the program."""
import asyncio

async def itself():
    try:
        await asyncio.current_task()
    except RuntimeError as error:
        print(str(error).split(":")[0])

async def each_other():
    tasks = {}

    async def wait_for(name):
        await tasks[name]

    tasks["a"] = asyncio.create_task(wait_for("b"))
    tasks["b"] = asyncio.create_task(wait_for("a"))
    await asyncio.wait(tasks.values(), timeout=1)
    print("pending:", sum(not task.done() for task in tasks.values()))

async def through_gather():
    async def wait():
        await both

    task = asyncio.create_task(wait())
    both = asyncio.gather(task, asyncio.sleep(0))
    await asyncio.wait([task], timeout=1)
    print("pending:", not task.done())

asyncio.run(itself())
for main in each_other, through_gather:
    try:
        asyncio.run(main())
    except RecursionError:
        print("RecursionError")
