"""Reads that are cancelled or time out lose nothing."""
import asyncio

async def handle(reader, writer):
    try:
        await reader.readexactly(100)
    except asyncio.IncompleteReadError as error:
        print("server got", error.partial)
    writer.close()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    reading = asyncio.create_task(reader.read(10))
    await asyncio.sleep(0.1)
    reading.cancel()
    try:
        await reading
    except asyncio.CancelledError:
        print("cancelled")
    try:
        await asyncio.wait_for(reader.readline(), 1)
    except TimeoutError:
        print("wait_for")
    try:
        async with asyncio.timeout(1):
            await reader.readexactly(3)
    except TimeoutError:
        print("timeout")
    writer.write(b"partial")
    writer.write_eof()
    print(await reader.read())
    writer.close()
    server.close()

asyncio.run(main())
