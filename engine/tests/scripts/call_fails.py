"""A callback's error goes to the handler, not to main."""
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    def handler(loop, context):
        print(sorted(context), type(context["exception"]).__name__)
    loop.set_exception_handler(handler)
    print(loop.get_exception_handler() is handler)
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(1)
    print("main goes on")

asyncio.run(main())
