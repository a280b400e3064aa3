# Line 25: nobody keeps the task, so the garbage collector destroys it while it waits. Source: python/cpython#91887.
import asyncio
import gc


class Mailbox:
    def __init__(self):
        self.waiter = None

    async def next(self):
        self.waiter = asyncio.get_running_loop().create_future()
        return await self.waiter


async def archive():
    box = Mailbox()
    try:
        letter = await box.next()
        print("archived", letter)
    finally:
        print("archive closed")


def start():
    asyncio.create_task(archive())


async def main():
    start()
    await asyncio.sleep(0.1)
    gc.collect()
    await asyncio.sleep(0.1)
    print("main is through,", len(asyncio.all_tasks()), "task left")


asyncio.run(main())
