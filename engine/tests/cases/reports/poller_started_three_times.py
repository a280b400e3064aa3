# Line 10: each call starts another poller, and nobody keeps or awaits it. Source: python-discord/bot#360.
import asyncio


class Bot:
    def __init__(self):
        self.posts = []

    async def on_ready(self):
        asyncio.create_task(self.poll(), name="poller")

    async def poll(self):
        for hour in range(3):
            await asyncio.sleep(0.1)
            self.posts.append(f"top post of hour {hour}")

    async def run(self):
        for connection in range(3):
            await self.on_ready()
            await asyncio.sleep(0.05)  # the connection is lost again


async def main():
    bot = Bot()
    await bot.run()
    await asyncio.sleep(0.4)
    for post in sorted(set(bot.posts)):
        print(bot.posts.count(post), "x", post)


asyncio.run(main())
