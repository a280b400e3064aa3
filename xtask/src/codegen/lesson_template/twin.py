"""TITLE: a short and a long sleep, at the same time."""

import asyncio

PAUSE = 0.2  # setting: pause


async def main():
    short = asyncio.create_task(rest("short", PAUSE), name="short")
    long = asyncio.create_task(rest("long", PAUSE * 2), name="long")
    await asyncio.gather(short, long)
    print("both are awake")


async def rest(name, pause):
    print(f"{name} sleeps")
    await asyncio.sleep(pause)
    print(f"{name} is awake")


asyncio.run(main())
