"""The exception handler is not called with an error that was looked at."""
import asyncio, gc

async def fail():
    raise ValueError("seen")

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print("wrong", context["message"]))
    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    print(repr(task.exception()))
    del task
    gc.collect()
    print("main ends")

asyncio.run(main())
