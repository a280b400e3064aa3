"""A connection is returned to its pool by the query and by who waits for it."""

import asyncio


async def query(connection, pool):
    await asyncio.sleep(0.05)
    pool.put_nowait(connection)


async def main():
    pool = asyncio.Queue()
    pool.put_nowait("connection")
    connection = await pool.get()
    running = asyncio.create_task(query(connection, pool))
    try:
        await asyncio.wait_for(asyncio.shield(running), 0.1)
    except TimeoutError:
        pool.put_nowait(connection)
    await running
    print("connections:", pool.qsize())


asyncio.run(main())
