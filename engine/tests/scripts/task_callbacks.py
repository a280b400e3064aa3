"""Done callbacks run in order, one pass after the end."""
import asyncio

async def work():
    print("work")
    return 7

async def main():
    task = asyncio.create_task(work())
    task.add_done_callback(lambda task: print("first", task.result()))
    second = lambda task: print("second", task.result())
    task.add_done_callback(second)
    task.add_done_callback(second)
    print("removed", task.remove_done_callback(second))
    task.add_done_callback(lambda task: print("third", task.done()))
    await task
    print("awaited")
    await asyncio.sleep(0)

asyncio.run(main())
