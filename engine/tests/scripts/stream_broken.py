"""Writing to an end that does not exist any more, and an end that is aborted."""
import asyncio

async def hang_up(reader, writer):
    writer.close()

async def abort(reader, writer):
    await reader.read(4)
    writer.transport.abort()

async def main():
    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print(await reader.read())
    try:
        for _ in range(5):
            writer.write(b"into nothing")
            await writer.drain()
            await asyncio.sleep(0.1)
    except ConnectionError as error:
        print(type(error).__name__)
    print(writer.is_closing())
    server.close()
    server = await asyncio.start_server(abort, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"stop")
    print(await reader.read())
    writer.close()
    server.close()

asyncio.run(main())
