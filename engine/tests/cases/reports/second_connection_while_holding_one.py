# Line 30: each request holds a connection and waits for a second one. Source: MagicStack/asyncpg#5.
import asyncio
from contextlib import asynccontextmanager


class Pool:
    def __init__(self, size):
        self.free = asyncio.Queue()
        for number in range(size):
            self.free.put_nowait(f"connection {number}")

    @asynccontextmanager
    async def acquire(self):
        connection = await self.free.get()
        try:
            yield connection
        finally:
            self.free.put_nowait(connection)


async def audit(pool, user):
    async with pool.acquire() as connection:
        await asyncio.sleep(0.01)
        print("audited", user, "on", connection)


async def request(pool, user):
    async with pool.acquire() as connection:
        await asyncio.sleep(0.01)
        await audit(pool, user)


async def main():
    pool = Pool(3)
    await asyncio.gather(*(request(pool, user) for user in ("ann", "bob")))
    print("two at a time are fine")
    await asyncio.gather(*(request(pool, user) for user in ("cid", "dee", "eve")))
    print("never printed")


asyncio.run(main())
