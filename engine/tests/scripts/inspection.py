"""iscoroutine and its kin."""
import asyncio

async def work():
    return 1

async def main():
    coroutine = work()
    print(asyncio.iscoroutine(coroutine), asyncio.iscoroutinefunction(work), asyncio.iscoroutinefunction(print))
    task = asyncio.ensure_future(coroutine)
    print(asyncio.isfuture(task), asyncio.isfuture(coroutine), asyncio.ensure_future(task) is task)
    print(isinstance(task, asyncio.Task), isinstance(task, asyncio.Future))
    print(await task)
    try:
        asyncio.ensure_future(42)
    except TypeError as error:
        print(error)

asyncio.run(main())
