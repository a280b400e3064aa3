# Line 17: it waits without a look at the items; the notify came before. Source: laurentluce/python-tutorials#2.
import asyncio


class Channel:
    def __init__(self):
        self.condition = asyncio.Condition()
        self.items = []

    async def send(self, item):
        async with self.condition:
            self.items.append(item)
            self.condition.notify()

    async def receive(self):
        async with self.condition:
            await self.condition.wait()
            return self.items.pop(0)


async def consumer(channel):
    await asyncio.sleep(0.05)  # sets itself up
    for _ in range(2):
        print("got", await channel.receive())


async def main():
    channel = Channel()
    consuming = asyncio.create_task(consumer(channel), name="consumer")
    await channel.send("first")
    await asyncio.sleep(0.1)
    await channel.send("second")
    await consuming


asyncio.run(main())
