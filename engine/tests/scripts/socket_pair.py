"""A pair of sockets as a stream."""
import asyncio
import socket

async def main():
    one, other = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=one)
    other_reader, other_writer = await asyncio.open_connection(sock=other)
    writer.write(b"through\n")
    print(await other_reader.readline())
    other_writer.close()
    print(await reader.read())
    writer.close()

asyncio.run(main())
