# Line 11: sync() calls this while it holds the lock already. Source: python/asyncio#439.
import asyncio


class Repository:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.log = []

    async def git(self, *words):
        async with self.lock:
            await asyncio.sleep(0.02)
            self.log.append(" ".join(words))

    async def sync(self):
        async with self.lock:
            self.log.append("sync begins")
            await self.git("pull", "--rebase")
            await self.git("push")


async def main():
    repository = Repository()
    await repository.git("status")
    await repository.sync()
    print(repository.log)


asyncio.run(main())
