"""Servers of several runs: a port is free again after each."""
import asyncio

port = 0

async def main():
    global port
    server = await asyncio.start_server(handle, "127.0.0.1", port)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    print(await reader.readline())
    writer.close()
    server.close()
    await asyncio.sleep(0.1)

def handle(reader, writer):
    writer.write(b"hello\n")
    writer.close()

asyncio.run(main())
asyncio.run(main())
with asyncio.Runner() as runner:
    runner.run(main())
    runner.run(main())
