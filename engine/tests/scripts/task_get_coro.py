"""A task tells its coroutine."""
import asyncio

async def work():
    return 1

async def main():
    coroutine = work()
    task = asyncio.create_task(coroutine)
    print(task.get_coro() is coroutine, task.get_coro().__name__)
    await task
    print(task.get_loop() is asyncio.get_running_loop())

asyncio.run(main())
