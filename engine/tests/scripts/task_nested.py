"""A coroutine awaits a coroutine awaits a coroutine; a failure passes through all."""
import asyncio

async def inner(n):
    if n == 0:
        await asyncio.sleep(0.5)
        raise LookupError("bottom")
    try:
        return await inner(n - 1)
    finally:
        print("leaving", n)

async def main():
    try:
        await inner(4)
    except LookupError as error:
        print("caught", error)

asyncio.run(main())
