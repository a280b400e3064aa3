"""A cancelled future raises in who awaits it."""
import asyncio

async def main():
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(future.cancel, "reason")
    try:
        await future
    except asyncio.CancelledError as error:
        print(error.args)
    print(future.cancelled(), future.done())
    try:
        future.result()
    except asyncio.CancelledError:
        print("and again")
    try:
        future.exception()
    except asyncio.CancelledError:
        print("and again")

asyncio.run(main())
