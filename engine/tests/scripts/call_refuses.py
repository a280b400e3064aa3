"""Coroutines are no callbacks."""
import asyncio

async def coroutine():
    pass

async def main():
    loop = asyncio.get_running_loop()
    try:
        loop.call_soon("text")
    except TypeError:
        print("no callable")
    loop.set_debug(True)
    try:
        loop.call_soon(coroutine)
    except TypeError as error:
        print(error)

asyncio.run(main())
