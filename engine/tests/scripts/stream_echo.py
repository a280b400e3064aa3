"""An echo server with several clients."""
import asyncio

async def handle(reader, writer):
    while line := await reader.readline():
        writer.write(b"echo: " + line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()

async def client(port, name, words):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    for word in words:
        writer.write(f"{name} {word}\n".encode())
        await writer.drain()
        answers.append((await reader.readline()).decode().strip())
    writer.write_eof()
    print(name, answers, await reader.read())
    writer.close()
    await writer.wait_closed()
    return len(answers)

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(host, port > 0, server.is_serving(), len(server.sockets))
    async with server:
        counts = await asyncio.gather(
            client(port, "ann", ["one", "two"]), client(port, "ben", ["three"]), client(port, "cleo", []))
    print(counts, server.is_serving(), server.sockets)

asyncio.run(main())
