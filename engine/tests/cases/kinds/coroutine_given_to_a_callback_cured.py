# Nothing is wrong: the callback makes a task.
import asyncio

tasks = []


async def refresh():
    print("refreshed")


async def main():
    asyncio.get_running_loop().call_later(0.1, lambda: tasks.append(asyncio.create_task(refresh())))
    await asyncio.sleep(0.3)
    await asyncio.gather(*tasks)
    print("main ends")


asyncio.run(main())
