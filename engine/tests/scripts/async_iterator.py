"""A class with __aiter__ and __anext__."""
import asyncio

class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        await asyncio.sleep(1)
        self.left -= 1
        return self.left

async def main():
    async for n in Countdown(3):
        print(n)
    else:
        print("lift off at", asyncio.get_running_loop().time())

asyncio.run(main())
