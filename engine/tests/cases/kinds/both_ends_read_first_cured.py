# Nothing is wrong: the client ends its line, so the server answers.
import asyncio


async def handle(reader, writer):
    line = await reader.readline()
    writer.write(b"hello " + line)
    writer.close()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"world\n")
    print(await reader.read())
    writer.close()
    server.close()


asyncio.run(main())
