"""The two programs of asyncio's documentation, in one."""
import asyncio

async def handle_echo(reader, writer):
    data = await reader.read(100)
    message = data.decode()
    addr = writer.get_extra_info("peername")
    print(f"Received {message!r} from {addr[0]!r}", addr == clients[-1])
    print(f"Send: {message!r}")
    writer.write(data)
    await writer.drain()
    print("Close the connection")
    writer.close()
    await writer.wait_closed()

clients = []

async def tcp_echo_client(message, port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    clients.append(writer.get_extra_info("sockname"))
    print(writer.get_extra_info("peername") == ("127.0.0.1", port), writer.get_extra_info("nothing", "default"))
    print(f"Send: {message!r}")
    writer.write(message.encode())
    await writer.drain()
    data = await reader.read(100)
    print(f"Received: {data.decode()!r}")
    print("Close the connection")
    writer.close()
    await writer.wait_closed()

async def main():
    server = await asyncio.start_server(handle_echo, "127.0.0.1", 0)
    serving = asyncio.create_task(server.serve_forever())
    await tcp_echo_client("Hello World!", server.sockets[0].getsockname()[1])
    serving.cancel()
    try:
        await serving
    except asyncio.CancelledError:
        print("served", server.is_serving())

asyncio.run(main())
