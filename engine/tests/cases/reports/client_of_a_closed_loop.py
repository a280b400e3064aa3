# Line 17: the session keeps the loop of this asyncio.run, which is closed when it returns. Source: python/cpython#91987.
import asyncio


class Session:
    def __init__(self):
        self.loop = asyncio.get_running_loop()

    async def get(self, url):
        answer = self.loop.create_future()
        self.loop.call_later(0.05, answer.set_result, f"body of {url}")
        return await answer


class Api:
    def __init__(self):
        self.session = asyncio.run(self.connect())

    async def connect(self):
        return Session()

    async def title(self, url):
        return await self.session.get(url)


api = Api()
try:
    print(asyncio.run(api.title("http://localhost/a")))
except RuntimeError as error:
    print("RuntimeError:", error)
