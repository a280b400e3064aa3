"""Lines that are longer than the limit."""
import asyncio

async def handle(reader, writer):
    writer.write(b"0123456789\nshort\n" + b"x" * 30)
    await writer.drain()
    writer.close()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address, limit=8)
    try:
        await reader.readuntil(b"\n")
    except asyncio.LimitOverrunError as error:
        print(error, error.consumed)
    print(await reader.read(3))
    print(await reader.readline(), await reader.readline())
    try:
        await reader.readline()
    except ValueError as error:
        print(type(error).__name__, error)
    writer.close()
    for limit in (0, -1):
        try:
            await asyncio.open_connection(*address, limit=limit)
        except ValueError as error:
            print(error)
    try:
        await reader.readuntil(b"")
    except ValueError as error:
        print(error)
    try:
        await reader.readexactly(-1)
    except ValueError as error:
        print(error)
    server.close()

asyncio.run(main())
