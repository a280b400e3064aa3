"""A callback fails: the exception handler is called, and the others run."""
import asyncio

def bad(future):
    raise ValueError("in callback")

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print("handler:", repr(context["exception"])))
    future = loop.create_future()
    future.add_done_callback(bad)
    future.add_done_callback(lambda future: print("next"))
    future.set_result(None)
    await asyncio.sleep(0)

asyncio.run(main())
