"""The loop's methods for sockets."""
import asyncio
import socket

async def serve(listener):
    loop = asyncio.get_running_loop()
    connection, address = await loop.sock_accept(listener)
    print("accepted", address[0], connection.family == socket.AF_INET)
    with connection:
        while data := await loop.sock_recv(connection, 1024):
            print("server", data)
            await loop.sock_sendall(connection, data * 2)

async def main():
    loop = asyncio.get_running_loop()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setblocking(False)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    serving = asyncio.create_task(serve(listener))
    with socket.socket() as client:
        client.setblocking(False)
        await loop.sock_connect(client, listener.getsockname())
        print(client.getpeername() == listener.getsockname(), client.gettimeout())
        for word in (b"one", b"two"):
            await loop.sock_sendall(client, word)
            print("client", await loop.sock_recv(client, 1024))
        try:
            client.recv(10)
        except BlockingIOError as error:
            print(error.errno)
    await serving
    listener.close()
    print(listener.fileno(), socket.gethostbyname("localhost"), socket.inet_aton("1.2.3.4"))

asyncio.run(main())
