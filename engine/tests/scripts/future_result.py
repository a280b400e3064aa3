"""A future is set once."""
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(1, future.set_result, "there")
    print(await future, future.done(), future.result(), future.exception())
    try:
        future.set_result("again")
    except asyncio.InvalidStateError:
        print("only once")
    print(future.cancel(), future.get_loop() is loop)

asyncio.run(main())
