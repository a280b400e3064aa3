"""Datagrams."""
import asyncio

class Server(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        print("server", data, address[0])
        self.transport.sendto(data[::-1], address)

class Client(asyncio.DatagramProtocol):
    def __init__(self, done):
        self.done = done

    def connection_made(self, transport):
        transport.sendto(b"hello")

    def datagram_received(self, data, address):
        print("client", data)
        self.done.set_result(True)

    def connection_lost(self, error):
        print("lost", error)

async def main():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
    done = loop.create_future()
    client, _ = await loop.create_datagram_endpoint(
        lambda: Client(done), remote_addr=server.get_extra_info("sockname"))
    await done
    client.close()
    server.close()
    await asyncio.sleep(0.1)

asyncio.run(main())
