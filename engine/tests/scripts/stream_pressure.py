"""A writer waits in drain() until the other end reads."""
import asyncio

SIZE, BLOCK = 24_000_000, 64 * 1024

async def handle(reader, writer):
    await go.wait()
    print("reading")
    total = 0
    while data := await reader.read(BLOCK):
        total += len(data)
    print("read", total)
    writer.close()

async def main():
    global go
    go = asyncio.Event()
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print(writer.transport.get_write_buffer_limits())
    async def send():
        for _ in range(SIZE // BLOCK):
            writer.write(bytes(BLOCK))
            await writer.drain()
        print("sent")
    sending = asyncio.create_task(send())
    await asyncio.sleep(1)
    print("waits", not sending.done(), writer.transport.get_write_buffer_size() > 64 * 1024)
    go.set()
    await sending
    writer.write_eof()
    print(await reader.read())
    writer.close()
    await writer.wait_closed()
    server.close()

asyncio.run(main())
