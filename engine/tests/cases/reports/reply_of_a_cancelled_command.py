# Line 24: the reply of the cancelled command stays in the queue, and the next command reads it. Source: redis/redis-py#2624.
import asyncio


class Connection:
    def __init__(self):
        self.replies = asyncio.Queue()
        self.server = []

    async def command(self, key):
        self.server.append(asyncio.create_task(self.answer(key)))
        return await self.replies.get()

    async def answer(self, key):
        await asyncio.sleep(0.05)
        self.replies.put_nowait(f"value of {key}")


async def main():
    shared = Connection()
    print("a ->", await shared.command("a"))
    impatient = asyncio.create_task(shared.command("b"), name="impatient")
    await asyncio.sleep(0.01)
    impatient.cancel()
    try:
        await impatient
    except asyncio.CancelledError:
        print("b -> cancelled")
    await asyncio.sleep(0.06)
    print("c ->", await shared.command("c"))
    print("d ->", await shared.command("d"))


asyncio.run(main())
