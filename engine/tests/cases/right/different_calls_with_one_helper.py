# Nothing is wrong: each call needs what the one before left in the session, though all wait in the same helper.
import asyncio


class Session:
    async def ask(self, what):
        await asyncio.sleep(0.1)
        return f"{what}: fine"

    async def log_in(self, name):
        self.name = await self.ask(name)

    async def join(self, room):
        self.room = (self.name, await self.ask(room))

    async def say(self, text):
        return self.room, await self.ask(text)

    async def leave(self):
        await self.ask("bye")


async def main():
    session = Session()
    await session.log_in("ada")
    await session.join("lobby")
    print(await session.say("hello"))
    await session.leave()


asyncio.run(main())
