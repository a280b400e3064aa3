# Line 11: nobody is left who sets the future, because the reply has another number.
import asyncio


class Client:
    def __init__(self):
        self.replies = {}

    async def ask(self, number):
        reply = self.replies[number] = asyncio.get_running_loop().create_future()
        return await reply

    def received(self, number, text):
        if number in self.replies:
            self.replies[number].set_result(text)


async def main():
    client = Client()
    asyncio.get_running_loop().call_later(0.1, client.received, 2, "hello")
    print(await client.ask(1))


asyncio.run(main())
