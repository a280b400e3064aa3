"""The order in which tasks and connections have their turns."""
import asyncio

async def handle(reader, writer):
    print("handler", asyncio.current_task().get_name())
    print("got", await reader.readline())
    writer.write(b"answer\n")
    print("answered")
    writer.close()

async def ticker(name):
    for n in range(4):
        print(name, n)
        await asyncio.sleep(0)

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print(asyncio.create_task(ticker("first")).get_name())
    await asyncio.sleep(1)
    writer.write(b"question\n")
    asyncio.create_task(ticker("second"))
    print("read", await reader.readline())
    print("rest", await reader.read())
    writer.close()
    server.close()

asyncio.run(main())
