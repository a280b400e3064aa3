# Nothing is wrong: as the documentation of create_task says, a set keeps the tasks until they have ended.
import asyncio

background = set()


async def log(line):
    await asyncio.sleep(0.05)
    print(line)


async def main():
    for n in range(4):
        task = asyncio.create_task(log(f"line {n}"))
        background.add(task)
        task.add_done_callback(background.discard)
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)


asyncio.run(main())
