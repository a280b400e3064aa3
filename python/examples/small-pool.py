"""Requests that need two connections each, and a pool that has four: no request can finish.

Recorded with aiosqlite 0.22 and Python 3.11, in this folder:

    python -m coroscope -o ../../www/recordings/small-pool.coro.json small-pool.py
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiosqlite

POOL_SIZE = 4
REQUESTS = 6


class Pool:
    """Connections to a database, each lent to one task at a time."""

    def __init__(self) -> None:
        self.free: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[aiosqlite.Connection]:
        async with asyncio.timeout(0.5):
            connection = await self.free.get()
        try:
            yield connection
        finally:
            self.free.put_nowait(connection)


async def handle(pool: Pool, request: int) -> str:
    async with pool.connection() as connection:
        async with connection.execute("SELECT ? + 100", [request]) as cursor:
            [product] = await cursor.fetchone()
        # The connection above is still held while another one is waited for.
        price = await look_up_price(pool, product)
    return f"product {product} costs {price}"


async def look_up_price(pool: Pool, product: int) -> int:
    async with pool.connection() as connection:
        async with connection.execute("SELECT ? * 3", [product]) as cursor:
            [price] = await cursor.fetchone()
    return price


async def main() -> None:
    pool = Pool()
    async with AsyncExitStack() as stack:
        for _ in range(POOL_SIZE):
            connection = await stack.enter_async_context(aiosqlite.connect(":memory:"))
            pool.free.put_nowait(connection)
        tasks = [
            asyncio.create_task(handle(pool, request), name=f"request {request}")
            for request in range(1, REQUESTS + 1)
        ]
        for answer in await asyncio.gather(*tasks, return_exceptions=True):
            print(answer if isinstance(answer, str) else "503: no connection")


asyncio.run(main())
