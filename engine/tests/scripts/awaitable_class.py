"""Anything with __await__ can be awaited."""
import asyncio

class Delayed:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        yield from asyncio.sleep(1).__await__()
        return self.value

async def main():
    print(await Delayed(1))
    print(await asyncio.gather(Delayed(2), Delayed(3)))
    try:
        await 42
    except TypeError as error:
        print("TypeError")

asyncio.run(main())
