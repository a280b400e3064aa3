"""A coroutine that pauses, one that counts in the meantime, and one that is never awaited."""

import asyncio

PAUSE = 0.75  # setting: pause
EVERY = 0.1  # setting: every
count = 0


async def main():
    global count

    # Calling an async def makes a coroutine. None of its lines runs until it is awaited.
    forgotten = add_one()
    forgotten.close()
    print(f"never awaited: the count is {count}")
    await add_one()
    print(f"awaited: the count is {count}")

    count = 0
    sleeper = asyncio.create_task(pause(), name="sleeper")
    counter = asyncio.create_task(count_up(), name="counter")
    await sleeper
    counter.cancel()
    print(f"meanwhile the counter reached {count} of {int(round(PAUSE / EVERY, 6))}")


async def pause():
    print("the sleeper pauses")
    # Here it hands control back to the loop, which runs whatever is ready.
    await asyncio.sleep(PAUSE)
    print("the sleeper continues")


async def count_up():
    while True:
        await asyncio.sleep(EVERY)
        await add_one()


async def add_one():
    global count
    count += 1


asyncio.run(main())
