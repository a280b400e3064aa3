# Line 32: gather fails, and push goes on and fails when nobody looks. Source: python/asyncio#238.
import asyncio


class Connection:
    closed = False

    async def send(self, text):
        if self.closed:
            raise ConnectionError(f"cannot send {text!r}: closed")
        await asyncio.sleep(0.02)


async def ping(connection):
    for beat in range(3):
        await asyncio.sleep(0.1)
        await connection.send("ping")
        if beat == 1:
            raise TimeoutError("no pong")


async def push(connection):
    for number in range(8):
        await asyncio.sleep(0.08)
        await connection.send(f"row {number}")
        print("pushed row", number)


async def main():
    connection = Connection()
    try:
        await asyncio.gather(ping(connection), push(connection))
    except TimeoutError as error:
        print("handler ends:", error)
    finally:
        connection.closed = True
    await asyncio.sleep(0.5)
    print("main goes on")


asyncio.run(main())
