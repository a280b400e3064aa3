"""An echo server and its client as protocols."""
import asyncio

class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        print("server: connected", transport.get_extra_info("peername")[0])

    def data_received(self, data):
        print("server:", data)
        self.transport.write(data.upper())

    def eof_received(self):
        print("server: eof")

    def connection_lost(self, error):
        print("server: lost", error)

class Client(asyncio.Protocol):
    def __init__(self, message, done):
        self.message, self.done = message, done

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.message)
        print("client: sent")

    def data_received(self, data):
        print("client:", data)
        self.transport.close()

    def connection_lost(self, error):
        print("client: lost", error)
        self.done.set_result(True)

async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    done = loop.create_future()
    transport, protocol = await loop.create_connection(lambda: Client(b"hello", done), "127.0.0.1", port)
    print(type(transport).__name__, type(protocol).__name__, transport.is_closing(), transport.is_reading())
    await done
    await asyncio.sleep(0.1)
    print(transport.is_closing())
    server.close()
    await server.wait_closed()

asyncio.run(main())
