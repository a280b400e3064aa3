"""A port scanner: some ports are open, the others refuse."""
import asyncio

async def probe(host, port, limit):
    async with limit:
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), timeout=3)
        except ConnectionRefusedError as error:
            assert error.errno == 111 and str(error).startswith("[Errno 111] Connect call failed"), error
            return port, "closed"
        banner = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return port, banner.decode().strip()

async def greet(reader, writer):
    writer.write(b"welcome\n")
    writer.close()

async def main():
    servers = [await asyncio.start_server(greet, "127.0.0.1", 0) for _ in range(3)]
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    servers[1].close()
    await asyncio.sleep(0)
    limit = asyncio.Semaphore(2)
    found = await asyncio.gather(*(probe("127.0.0.1", port, limit) for port in ports))
    print([state for _, state in found], [port for port, _ in found] == ports)
    found = await asyncio.gather(*(probe("localhost", port, limit) for port in ports))
    print([state for _, state in found])
    for server in servers:
        server.close()

asyncio.run(main())
