"""In debug mode, the loop refuses what is no callback."""
import asyncio

async def work():
    pass

async def main():
    loop = asyncio.get_running_loop()
    for method in (loop.call_soon, loop.call_soon_threadsafe, lambda it: loop.call_later(1, it)):
        for callback in (work, "text"):
            try:
                method(callback)
            except TypeError as error:
                print(str(error).split(", got")[0])

asyncio.run(main(), debug=True)
