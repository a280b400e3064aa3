"""A task that nothing refers to is destroyed while it waits, and the loop says so."""
import asyncio
import gc

async def waits_forever():
    await asyncio.get_running_loop().create_future()

async def main():
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: print(context["message"]))
    task = asyncio.create_task(waits_forever())
    await asyncio.sleep(0)
    print(len(asyncio.all_tasks()))
    del task
    gc.collect()
    await asyncio.sleep(0)
    print(len(asyncio.all_tasks()))

asyncio.run(main())
