"""Closing a server leaves its connections open."""
import asyncio

async def handle(reader, writer):
    print("connected")
    while line := await reader.readline():
        writer.write(line)
    print("disconnected")
    writer.close()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0, start_serving=False)
    print(server.is_serving())
    await server.start_serving()
    port = server.sockets[0].getsockname()[1]
    print(server.is_serving())
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"before\n")
    print(await reader.readline())
    server.close()
    print(server.is_serving(), server.sockets)
    writer.write(b"after\n")
    print(await reader.readline())
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        print("refused")
    try:
        await server.serve_forever()
    except RuntimeError as error:
        print(str(error).endswith("is closed"))
    writer.close()
    await writer.wait_closed()
    await asyncio.sleep(0.1)
    await server.wait_closed()
    print("all closed")

asyncio.run(main())
