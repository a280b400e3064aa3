"""The exception handler is called with an error that nobody retrieved."""
import asyncio, gc

async def fail():
    raise ValueError("lost")

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"], repr(context["exception"])))
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    print("main ends")

asyncio.run(main())
