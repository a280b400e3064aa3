"""A handler as a method, writelines, transports, and a protocol that is also a reader's."""
import asyncio

class Service:
    def __init__(self):
        self.seen = []

    async def __call__(self, reader, writer):
        async for line in reader:
            self.seen.append(line)
        writer.writelines([b"a", bytearray(b"b"), memoryview(b"c")])
        await writer.drain()
        writer.close()

class Own(asyncio.StreamReaderProtocol):
    def data_received(self, data):
        print("arrived", len(data))
        super().data_received(data)

async def main():
    service = Service()
    server = await asyncio.start_server(service.__call__, "127.0.0.1", 0)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=100, loop=loop)
    transport, protocol = await loop.create_connection(
        lambda: Own(reader, loop=loop), *server.sockets[0].getsockname())
    writer = asyncio.StreamWriter(transport, protocol, reader, loop)
    print(writer.transport is transport, transport.get_protocol() is protocol)
    for wrong in ("text", 7):
        try:
            writer.write(wrong)
        except TypeError as error:
            print(type(error).__name__, wrong)
    writer.write(b"1\n2\n")
    writer.write_eof()
    print(await reader.read(), service.seen)
    writer.close()
    await writer.wait_closed()
    try:
        writer.write(b"late")
        await writer.drain()
    except (ConnectionResetError, RuntimeError) as error:
        print(type(error).__name__, error)
    server.close()

asyncio.run(main())
