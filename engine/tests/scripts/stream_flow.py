"""Protocols that pause: pause_writing, resume_writing, pause_reading and the marks."""
import asyncio

class Slow(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.count = transport, 0
        transport.pause_reading()
        slow.set_result(self)

    def data_received(self, data):
        self.count += len(data)

class Fast(asyncio.Protocol):
    def pause_writing(self):
        print("pause", self.transport.get_write_buffer_size() > 1000)

    def resume_writing(self):
        print("resume")
        resumed.set()

    def connection_made(self, transport):
        self.transport = transport

async def main():
    global slow, resumed
    loop = asyncio.get_running_loop()
    slow, resumed = loop.create_future(), asyncio.Event()
    server = await loop.create_server(Slow, "127.0.0.1", 0)
    transport, fast = await loop.create_connection(Fast, *server.sockets[0].getsockname())
    transport.set_write_buffer_limits(high=1000)
    print(transport.get_write_buffer_limits())
    total = 0
    while not transport.get_write_buffer_size():
        transport.write(bytes(500_000))
        total += 500_000
    other = await slow
    print(other.count, other.transport.is_reading())
    other.transport.resume_reading()
    await resumed.wait()
    transport.close()
    while other.count < total:
        await asyncio.sleep(1)
    print("all")
    for marks in ((10, 20), (-1, 0)):
        try:
            transport.set_write_buffer_limits(*marks)
        except ValueError as error:
            print(error)
    server.close()

asyncio.run(main())
