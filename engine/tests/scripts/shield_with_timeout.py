"""wait_for gives up, the shielded work goes on."""
import asyncio

async def work():
    await asyncio.sleep(3)
    return "whole"

async def main():
    task = asyncio.create_task(work())
    try:
        await asyncio.wait_for(asyncio.shield(task), 1)
    except TimeoutError:
        print("gave up", task.done())
    print(await task, asyncio.get_running_loop().time())

asyncio.run(main())
