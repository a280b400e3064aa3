# Line 4: the queue belongs to the first loop that waits on it; the second asyncio.run has another loop. Source: pytest-dev/pytest-asyncio#38.
import asyncio

events = asyncio.Queue(maxsize=1)


async def publish(value):
    await events.put(value)


async def test_one():
    feeding = asyncio.create_task(publish("one"))
    late = asyncio.create_task(publish("two"))
    print(await events.get(), await events.get())
    await asyncio.gather(feeding, late)


async def test_two():
    reading = asyncio.create_task(events.get(), name="reading")
    await asyncio.sleep(0.01)
    await publish("three")
    print(await reading)


for test in (test_one, test_two):
    try:
        asyncio.run(test())
        print(test.__name__, "passed")
    except RuntimeError as error:
        print(test.__name__, "failed:", str(error).split("> ")[-1])
