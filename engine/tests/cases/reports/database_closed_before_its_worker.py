# Line 37: the database is closed before the worker that still writes. Source: aio-libs/aiohttp#3593.
import asyncio
from contextlib import asynccontextmanager


class Database:
    def __init__(self):
        self.rows, self.open = [], True

    async def save(self, rows):
        await asyncio.sleep(0.02)
        if not self.open:
            raise RuntimeError(f"database is closed, {len(rows)} rows lost")
        self.rows += rows


async def worker(database):
    buffer = []
    try:
        while True:
            await asyncio.sleep(0.05)
            buffer.append(len(buffer))
            if len(buffer) == 4:
                await database.save(buffer)
                buffer = []
    finally:
        await database.save(buffer)


@asynccontextmanager
async def application():
    database = Database()
    task = asyncio.create_task(worker(database), name="worker")
    try:
        yield database
    finally:
        database.open = False
        task.cancel()
        await asyncio.wait([task])
        print("worker ended with", repr(task.exception()) if not task.cancelled() else "cancel")


async def main():
    async with application() as database:
        await asyncio.sleep(0.33)
    print(len(database.rows), "rows saved")


asyncio.run(main())
