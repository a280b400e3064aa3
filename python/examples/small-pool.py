"""Eight requests of which each may take half a second, and a pool with two connections: four requests fail.

Recorded with aiosqlite 0.22 and Python 3.11, in this folder:

    python -m coroscope -o ../../www/recordings/small-pool.coro.json small-pool.py
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosqlite

POOL_SIZE = 2
REQUESTS = 8


class Pool:
    """Connections to a database, each lent to one task at a time."""

    def __init__(self, connections: list[aiosqlite.Connection]) -> None:
        self.idle = connections
        self.permits = asyncio.Semaphore(len(connections))

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[aiosqlite.Connection]:
        async with self.permits:
            connection = self.idle.pop()
            try:
                yield connection
            finally:
                self.idle.append(connection)


async def handle(pool: Pool, request: int) -> str:
    try:
        async with asyncio.timeout(0.5):
            async with pool.connection() as connection:
                total = await report(connection)
    except TimeoutError:
        return f"request {request}: 503 too slow"
    return f"request {request}: 200 {total}"


async def report(connection: aiosqlite.Connection) -> int:
    async with connection.execute("SELECT sleep(0.2), 42") as cursor:
        _, total = await cursor.fetchone()
    return total


async def connect() -> aiosqlite.Connection:
    connection = await aiosqlite.connect(":memory:")
    # In place of a query that takes this long.
    await connection.create_function("sleep", 1, time.sleep)
    return connection


async def main() -> None:
    connections = [await connect() for _ in range(POOL_SIZE)]
    pool = Pool(list(connections))
    tasks = [asyncio.create_task(handle(pool, request), name=f"request {request}") for request in range(1, REQUESTS + 1)]
    for answer in await asyncio.gather(*tasks):
        print(answer)
    for connection in connections:
        await connection.close()


asyncio.run(main())
