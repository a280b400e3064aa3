"""serve_forever ends when it is cancelled or the server is closed."""
import asyncio

async def handle(reader, writer):
    writer.write(await reader.read(10))
    writer.close()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    first = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0)
    try:
        await server.serve_forever()
    except RuntimeError as error:
        print(str(error).endswith("is already being awaited on serve_forever()"))
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"ping")
    print(await reader.read())
    writer.close()
    await asyncio.sleep(0.1)
    try:
        async with asyncio.timeout(1):
            await first
    except TimeoutError:
        print("timeout", first.cancelled(), server.is_serving())
    second = await asyncio.start_server(handle, "127.0.0.1", 0)
    serving = asyncio.create_task(second.serve_forever())
    await asyncio.sleep(0.1)
    second.close()
    print(await asyncio.gather(serving, return_exceptions=True))

asyncio.run(main())
