# Look at the rows of the server: each client has a task of its own there, and waits in it for the next line.
import asyncio


async def handle(reader, writer):
    # The server calls this for each client, in a task of its own.
    while line := await reader.readline():
        await asyncio.sleep(0.1)  # the work
        writer.write(b"echo: " + line)
        await writer.drain()
    print("the client has hung up")
    writer.close()


async def client(name, port, words):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for word in words:
        print(f"{name} says {word}")
        writer.write(f"{word}\n".encode())
        answer = await reader.readline()
        print(f"{name} hears {answer.decode().strip()}")
    writer.close()
    await writer.wait_closed()


async def main():
    # The port 0 means: any that is free. The server exists within this run only.
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await asyncio.gather(
            client("Ann", port, ["hello", "how are you?"]),
            client("Ben", port, ["good morning"]),
            client("Cleo", port, ["one", "two", "three"]),
        )


asyncio.run(main())
