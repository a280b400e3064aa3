# Line 22: the loop is left with break, so the finally of rows() runs later. Source: python/cpython#88684.
import asyncio


class Cursor:
    held = 0


async def rows(table):
    Cursor.held += 1
    try:
        for number in range(100):
            await asyncio.sleep(0.01)
            yield f"{table}-{number}"
    finally:
        await asyncio.sleep(0.01)
        Cursor.held -= 1
        print("cursor of", table, "released")


async def first(table):
    async for row in rows(table):
        if row.endswith("3"):
            break
    print("left the loop with", row, "cursors held:", Cursor.held)
    return row


async def main():
    print(await first("users"))
    await asyncio.sleep(0.05)
    print(await first("orders"), Cursor.held)


asyncio.run(main())
