"""A context manager of one's own, and contextlib's."""
import asyncio
from contextlib import AsyncExitStack, asynccontextmanager

class Opened:
    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        await asyncio.sleep(1)
        print("open", self.name)
        return self

    async def __aexit__(self, kind, error, traceback):
        print("close", self.name, kind and kind.__name__)

@asynccontextmanager
async def opened(name):
    print("enter", name)
    try:
        yield name
    finally:
        print("leave", name)

async def main():
    async with Opened("a") as a, opened("b"):
        print(a.name)
    try:
        async with AsyncExitStack() as stack:
            for name in "xy":
                await stack.enter_async_context(Opened(name))
            raise ValueError("inside")
    except ValueError as error:
        print(error)

asyncio.run(main())
