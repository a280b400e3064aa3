"""The reprs of tasks and futures say what they wait for and who waits for them."""
import asyncio
import re

def shown(thing):
    text = re.sub(r" at [^ >]*?:\d+|, defined at [^ >]*?:\d+|\[[^\]]*/[^\]]*\]", "", repr(thing))
    return re.sub(r"0x[0-9a-f]+", "0x", text)

async def sleeps():
    await asyncio.sleep(1)

async def awaits(future):
    await future

def seen(task):
    pass

async def main():
    future = asyncio.get_running_loop().create_future()
    print(shown(future))
    first = asyncio.create_task(sleeps(), name="first")
    second = asyncio.create_task(awaits(first), name="second")
    third = asyncio.create_task(awaits(future), name="third")
    print(shown(first))
    first.add_done_callback(seen)
    await asyncio.sleep(0)
    for task in first, second, third, future:
        print(shown(task))
    third.cancel()
    print(shown(third))
    await asyncio.sleep(2)
    future = asyncio.get_running_loop().create_future()
    future.set_result("x" * 100)
    for task in first, second, third, future:
        print(shown(task))

asyncio.run(main())
